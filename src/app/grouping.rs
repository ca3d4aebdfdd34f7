//! Headings in the list: days, weeks and months, or publications. They come from the lines on the screen alone, so a list
//! of any length costs nothing; the order of the list is what makes the groups.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan, tz::TimeZone};

use crate::app::App;
use crate::app::effect::Effects;
use crate::article::{Sort, Summary, long_date};

/// What the articles of the list are grouped by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Group {
    /// Nothing.
    #[default]
    None,
    /// The day, week or month of publication.
    Date,
    /// The publication.
    Site,
}

/// A row of the list pane, or the rows of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListRow {
    /// A heading, one row high.
    Heading {
        /// Its words.
        text: String,
        /// The row of the pane, from 0.
        y: u16,
    },
    /// An article.
    Article {
        /// Its place in the list, from 0.
        place: usize,
        /// The first of its rows in the pane, from 0.
        y: u16,
    },
}

impl Group {
    /// All of them, in the order in which a key steps through them.
    pub const ALL: [Self; 3] = [Self::None, Self::Date, Self::Site];

    /// Returns its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Date => "date",
            Self::Site => "site",
        }
    }

    /// Whether an order keeps the articles of a group together.
    const fn fits(self, sort: Sort) -> bool {
        match self {
            Self::None => true,
            Self::Date => matches!(sort, Sort::Newest | Sort::Oldest),
            Self::Site => matches!(sort, Sort::Site),
        }
    }

    /// Returns the heading under which an article stands.
    fn heading(self, summary: &Summary, today: Date) -> Option<String> {
        match self {
            Self::None => None,
            Self::Date => Some(age(summary.published.as_deref(), today)),
            Self::Site => Some(
                summary
                    .site
                    .as_deref()
                    .map_or_else(|| "No publication".to_owned(), str::to_owned),
            ),
        }
    }
}

impl App {
    /// Groups the list. An order that would tear the groups apart gives way to one that does not.
    pub(super) fn group_by(&mut self, group: Group, effects: &mut Effects) {
        self.group = group;
        let said = match group {
            Group::None => "The list is not grouped.".to_owned(),
            group => format!("Grouped by {}.", group.name()),
        };
        if !group.fits(self.list.query.order()) {
            let sort = match group {
                Group::Site => Sort::Site,
                _ => Sort::Newest,
            };
            self.list.query.filter.sort = None;
            self.list.query.sort = sort;
            self.relist(effects);
        }
        self.done(said);
    }

    /// Returns what stands in the rows of the list pane, as far as articles fit whole.
    pub fn list_rows(&self) -> Vec<ListRow> {
        let Some(area) = self.panes().list else {
            return Vec::new();
        };
        let (height, item) = (area.inner.height, self.item_rows());
        let group = if self.group.fits(self.list.query.order()) {
            self.group
        } else {
            Group::None
        };
        let mut rows = Vec::new();
        let mut before: Option<String> = None;
        let mut y = 0;
        for (index, &id) in self.list.visible().iter().enumerate() {
            let line = self.list.line(id);
            // A line that is still on its way gets no heading, nor does it end a group.
            let heading = line.and_then(|line| group.heading(line, self.today));
            let is_new = heading.is_some() && heading != before;
            // On a pane of few rows the article matters more than its heading.
            let is_shown = is_new && y + 1 + item <= height;
            if y + u16::from(is_shown) + item > height {
                break;
            }
            if let Some(text) = heading.filter(|_| is_new) {
                if is_shown {
                    let text = text.clone();
                    rows.push(ListRow::Heading { text, y });
                    y += 1;
                }
                before = Some(text);
            }
            let place = self.list.top() + index;
            rows.push(ListRow::Article { place, y });
            y += item;
        }
        rows
    }

    /// Scrolls the list until headings leave room for the selected article.
    pub(super) fn make_room_for_selected(&mut self) {
        let is_seen = |app: &App| {
            let selected = app.list.selected();
            app.list_rows()
                .iter()
                .any(|row| matches!(row, ListRow::Article { place, .. } if *place == selected))
        };
        while self.list.top() < self.list.selected() && !is_seen(self) {
            self.list.scroll_on();
        }
    }
}

/// Returns how long ago something was published, in words; for long ago the month.
fn age(published: Option<&str>, today: Date) -> String {
    let Some(published) = published else {
        return "Undated".to_owned();
    };
    // The order of the list is that of UTC.
    let moment = published.parse::<Timestamp>();
    let day = match moment {
        Ok(moment) => Some(moment.to_zoned(TimeZone::UTC).date()),
        Err(_) => published.get(..10).and_then(|day| day.parse::<Date>().ok()),
    };
    let Some(day) = day else {
        return long_date(published);
    };
    let since_monday = i64::from(today.weekday().to_monday_zero_offset());
    let monday = today.checked_sub(since_monday.days()).unwrap_or(today);
    if day == today {
        "Today".to_owned()
    } else if today.yesterday().is_ok_and(|yesterday| yesterday == day) {
        "Yesterday".to_owned()
    } else if (monday..today).contains(&day) {
        "This week".to_owned()
    } else if monday
        .checked_sub(7.days())
        .is_ok_and(|last| (last..monday).contains(&day))
    {
        "Last week".to_owned()
    } else {
        long_date(&day.strftime("%Y-%m").to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    #[rstest]
    #[case("2026-11-26", "Today")]
    #[case("2026-11-26T23:30:00Z", "Today")]
    #[case("2026-11-26T01:00:00+03:00", "Yesterday")]
    #[case("2026-11-25", "Yesterday")]
    #[case("2026-11-23", "This week")]
    #[case("2026-11-22", "Last week")]
    #[case("2026-11-16", "Last week")]
    #[case("2026-11-15", "November 2026")]
    #[case("2026-11-27", "November 2026")]
    #[case("2022-02", "February 2022")]
    #[case("2022", "2022")]
    #[case("last week", "last week")]
    fn dates_have_headings(#[case] published: &str, #[case] heading: &str) {
        // A Thursday.
        assert_eq!(age(Some(published), date(2026, 11, 26)), heading);
    }
}
