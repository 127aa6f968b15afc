//! Checks the date of a post against the settings of a site that Hugo builds: it silently omits a post with a future date.

use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

use super::generator::{config_above, config_value};
use papers_system::disk;

/// Returns advice about the post of `day` in a folder, if Hugo would omit it `now` because of its date, `moment`.
pub fn omitted(posts_dir: &Path, day: NaiveDate, moment: &str, now: DateTime<Utc>) -> Option<String> {
    let moment = DateTime::parse_from_rfc3339(moment).ok()?.to_utc();
    if moment <= now {
        return None;
    }
    let post = disk::real_path(&posts_dir.join("post.md"));
    let (_, file, config) = config_above(&post)?;
    if config_value(&config, "buildFuture").and_then(Value::as_bool) == Some(true) {
        return None;
    }
    Some(format!(
        "Hugo leaves the post of {day} out until {}, because its date is in the future: set `buildFuture` to true in \
         `{}`",
        moment.format("%Y-%m-%d %H:%M UTC"),
        file.display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use papers_system::disk::Durability;

    #[test]
    fn a_date_in_the_future_counts_unless_the_site_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let posts = folder.path().join("content/posts");
        let (day, now) = ("2025-10-09".parse().unwrap(), "2025-10-09T00:17:00Z".parse().unwrap());
        let advice = |moment: &str| omitted(&posts, day, moment, now);
        assert_eq!(advice("2025-10-09T08:15:00Z"), None, "no site");
        let settings = |text: &str| {
            disk::write(&folder.path().join("hugo.toml"), text.as_bytes(), Durability::Whole).unwrap();
        };
        settings("title = 't'\n");
        assert!(advice("2025-10-09T08:15:00Z").is_some_and(|text| text.contains("2025-10-09 08:15 UTC")));
        assert_eq!(advice("2025-10-09T08:15:00+09:00"), None);
        settings("buildfuture = true\n");
        assert_eq!(advice("2025-10-09T08:15:00Z"), None);
    }
}
