//! Tests the post of a day when its owner moved, renamed, edited or removed it, or another post has its papers.

use rstest::rstest;

use super::world::World;

const POST: &str = "2025-10-09-daily-papers.md";

/// The state may be kept while the commit is not, as after a push that was rejected.
#[test]
fn papers_that_an_existing_post_has_lost_are_added_again() {
    let mut world = World::new();
    let post = format!("_posts/{POST}");
    world.lists("2025-10-09", &["2510.00001", "2510.00002"]);
    world.services().missing.insert("2510.00002".to_owned());
    world.at("2025-10-09T08:15:00Z").daily(&[]);
    let pushed = world.bench.read(&post);
    world.services().missing.clear();
    world.lists("2025-10-09", &["2510.00003", "2510.00001", "2510.00002"]);
    world.at("2025-10-09T10:15:00Z").daily(&["--top", "2"]);
    assert_eq!(world.post(POST), ["2510.00001", "2510.00003", "2510.00002"], "one of them had failed");
    world.bench.write(&post, &pushed.replacen("title: ", "subtitle: mine\ntitle: ", 1));
    let said = world.at("2025-10-10T13:15:00Z").daily(&["--top", "1"]);
    assert!(said.out.contains("2025-10-09 fresh: 2 papers added to"), "{said:?}");
    assert_eq!(world.post(POST), ["2510.00001", "2510.00003", "2510.00002"]);

    world.bench.write(&post, &pushed);
    world.bench.write("papers.toml", "[skip]\nids = ['2510.00002', '2510.00003']\n");
    let asked = world.asked("/api/daily_papers");
    let said = world.at("2025-10-10T14:15:00Z").daily(&["--top", "1"]);
    assert!(!said.out.contains("2025-10-09"), "{said:?}");
    assert_eq!(
        world.asked("/api/daily_papers"),
        asked + 1,
        "skipped papers are not lost: only today is asked for"
    );
}

/// Jekyll and Hugo build a moved or renamed post at the same address, so that two files would hide each other.
#[rstest]
#[case("2025/2025-10-09-daily-papers.md")]
#[case("2025-10-09-daily-papers.markdown")]
#[case("2025-10-09-daily-papers/index.md")]
fn later_papers_of_a_day_go_into_its_post_wherever_that_was_moved(#[case] moved: &str) {
    let world = World::new();
    world.lists("2025-10-09", &["2510.00001"]);
    world.daily(&[]);
    let path = world.bench.path(&format!("_posts/{moved}"));
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::rename(world.bench.path(&format!("_posts/{POST}")), path).unwrap();
    world.lists("2025-10-09", &["2510.00001", "2510.00002"]);
    let said = world.daily(&[]);
    assert_eq!(said.out, format!("2025-10-09 fresh: 1 paper added to _posts/{moved}\n"));
    assert_eq!(world.post(moved), ["2510.00001", "2510.00002"]);
    assert!(!world.bench.path(&format!("_posts/{POST}")).exists());
}

#[test]
fn papers_of_the_post_count_towards_the_limit_if_another_post_has_them_too() {
    let world = World::new();
    world.lists("2025-10-09", &["2510.00001", "2510.00002", "2510.00003"]);
    world.daily(&["--top", "1"]);
    let translated = world.bench.read(&format!("_posts/{POST}"));
    world.bench.write("_posts/2025-10-09-daily-papers-translated.md", &translated);
    assert_eq!(world.daily(&["--top", "1"]).out, "");
    world.daily(&["--top", "1", "--replace"]);
    assert_eq!(world.post(POST), ["2510.00001"]);
}

#[test]
fn papers_of_a_renamed_post_count_towards_the_limit() {
    let world = World::new();
    world.lists("2025-10-09", &["2510.00001", "2510.00002"]);
    world.daily(&["--top", "1"]);
    let renamed = world.bench.path("_posts/2025-10-09-sheep.md");
    std::fs::rename(world.bench.path(&format!("_posts/{POST}")), renamed).unwrap();
    let said = world.daily(&["--top", "1"]);
    assert_eq!((said.code, said.out.as_str()), (0, ""));
    assert!(!world.bench.path(&format!("_posts/{POST}")).exists());
}

#[test]
fn a_file_in_the_current_folder_has_no_more_papers_than_the_limit() {
    let world = World::new();
    world.lists("2025-10-09", &["2510.00001", "2510.00002"]);
    for _ in 0..2 {
        world.daily(&["--top", "1", "-o", "all.md"]);
    }
    assert_eq!(world.bench.read("all.md").matches("\n# ").count(), 1);
}

#[test]
fn a_post_with_kept_sections_keeps_the_level_of_its_headings() {
    let world = World::new();
    world.lists("2025-10-09", &["2510.00001", "2510.00002"]);
    world.daily(&[]);
    let path = format!("_posts/{POST}");
    let post = world.bench.read(&path).replacen("## Method", "<!-- papers: keep -->\n\n## Method", 1);
    world.bench.write(&path, &post);
    world.bench.write("papers.toml", "[post]\nheading_level = 2\n");
    for _ in 0..2 {
        assert_eq!(world.daily(&["--replace"]).code, 0);
        assert_eq!(world.bench.read(&path).matches("\n# ").count(), 2);
    }
}

#[test]
fn a_fresh_day_whose_post_is_gone_is_made_again() {
    let mut world = World::new();
    let source = ["--query", "abs:sheep"];
    world.services().found = vec!["2510.00001".to_owned()];
    world.at("2025-10-10T13:00:00Z").daily(&["--date", "2025-10-09", "--query", "abs:sheep"]);
    std::fs::create_dir_all(world.bench.path("_posts/done")).unwrap();
    let moved = world.bench.path("_posts/done/2025-10-09-daily-papers-sent.md");
    std::fs::rename(world.bench.path(&format!("_posts/{POST}")), &moved).unwrap();
    let said = world.daily(&source);
    assert!(!said.out.contains("2025-10-09"), "it was moved: {said:?}");
    std::fs::remove_file(moved).unwrap();
    std::fs::remove_file(world.bench.path("_posts/2025-10-10-daily-papers.md")).ok();
    let said = world.daily(&source);
    assert!(said.out.starts_with("2025-10-09 fresh: 1 paper in"), "{said:?}");
}
