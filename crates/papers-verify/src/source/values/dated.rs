//! Compares dates with those of the source.

use super::Values;
use crate::number::date::Date;

impl Values {
    /// Returns true if the source has dates in this month, but all with another day, or with this day in another year. If it has
    /// no date in this month, returns true if it has this day of this year in another month.
    pub(crate) fn lacks_date(&self, date: &Date) -> bool {
        let mut in_month = self.dates.iter().filter(|own| own.month == date.month).peekable();
        let is_known = in_month.peek().is_some();
        let mut same = in_month.filter(|own| own.day == date.day).peekable();
        let has_day = same.peek().is_some();
        let is_other_year = |own: &Date| own.year.zip(date.year).is_some_and(|(own, year)| own != year);
        let is_elsewhere = |own: &Date| own.day == date.day && own.year.is_some() && own.year == date.year;
        match is_known {
            true => !has_day || same.all(is_other_year),
            false => self.dates.iter().any(is_elsewhere),
        }
    }
}
