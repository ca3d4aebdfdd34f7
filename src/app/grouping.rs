//! Headings in the list: days, weeks and months, publications, what is read and what not, lengths, numbers of quotes. They come from the lines on the screen alone, so a list
//! of any length costs nothing; the order of the list is what makes the groups.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan, tz::TimeZone};

use crate::app::App;
use crate::app::effect::Effects;
use crate::article::{Sort, Summary, long_date, reading_minutes};

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
    /// Whether they are read.
    Unread,
    /// How long they take to read.
    Length,
    /// How many quotes they have.
    Quotes,
}

/// Minutes that a long article takes at least, from the longest group to the shortest.
const MINUTES: [usize; 4] = [20, 10, 5, 2];
/// Quotes of the groups, in the same way.
const QUOTES: [usize; 4] = [20, 10, 5, 1];

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
    pub const ALL: [Self; 6] = [
        Self::None,
        Self::Date,
        Self::Site,
        Self::Unread,
        Self::Length,
        Self::Quotes,
    ];

    /// Returns its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Date => "date",
            Self::Site => "site",
            Self::Unread => "unread",
            Self::Length => "length",
            Self::Quotes => "quotes",
        }
    }

    /// Returns the order that makes the groups.
    const fn order(self) -> Sort {
        match self {
            Self::None | Self::Date => Sort::Newest,
            Self::Site => Sort::Site,
            Self::Unread => Sort::Unread,
            Self::Length => Sort::Longest,
            Self::Quotes => Sort::Quotes,
        }
    }

    /// Whether an order keeps the articles of a group together.
    const fn fits(self, sort: Sort) -> bool {
        match self {
            Self::None => true,
            Self::Date => matches!(sort, Sort::Newest | Sort::Oldest),
            Self::Site => matches!(sort, Sort::Site),
            Self::Unread => matches!(sort, Sort::Unread),
            Self::Length => matches!(sort, Sort::Longest),
            Self::Quotes => matches!(sort, Sort::Quotes),
        }
    }

    /// Returns the heading under which an article stands. What was read since it was listed stays where it is.
    fn heading(self, summary: &Summary, was_unread: Option<bool>, today: Date) -> Option<String> {
        match self {
            Self::None => None,
            Self::Date => Some(age(summary.published.as_deref(), today)),
            Self::Site => Some(
                summary
                    .site
                    .as_deref()
                    .map_or_else(|| "No publication".to_owned(), str::to_owned),
            ),
            Self::Unread => {
                was_unread.map(|unread| if unread { "Unread" } else { "Read" }.to_owned())
            }
            Self::Length => Some(band(reading_minutes(summary.words), &MINUTES, length)),
            Self::Quotes => Some(match summary.quotes {
                Some(count) => band(count, &QUOTES, quotes),
                None => "Not looked through yet".to_owned(),
            }),
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
            self.list.query.filter.sort = None;
            self.list.query.sort = group.order();
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
            let was_unread = self.list.was_unread(self.list.top() + index);
            // A line that is still on its way gets no heading, nor does it end a group.
            let heading = line.and_then(|line| group.heading(line, was_unread, self.today));
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

/// Returns the name of the band that a number is in, of bands that begin at these numbers, the highest first.
fn band(
    number: usize,
    from: &[usize],
    name: impl Fn(Option<usize>, Option<usize>) -> String,
) -> String {
    let at = from.iter().position(|least| number >= *least);
    let least = at.and_then(|at| from.get(at)).copied();
    let below = match at {
        Some(0) => None,
        Some(at) => from.get(at - 1).copied(),
        None => from.last().copied(),
    };
    name(least, below)
}

/// Returns the heading of articles that take so many minutes at least, and fewer than so many.
fn length(least: Option<usize>, below: Option<usize>) -> String {
    match (least, below) {
        (Some(least), None) => format!("{least} minutes and more"),
        (Some(least), Some(below)) => format!("{least} to {below} minutes"),
        (None, Some(below)) => format!("Less than {below} minutes"),
        (None, None) => String::new(),
    }
}

/// Returns the heading of articles with so many quotes at least, and fewer than so many.
fn quotes(least: Option<usize>, below: Option<usize>) -> String {
    match (least, below) {
        (Some(least), None) => format!("{least} quotes and more"),
        (Some(least), Some(below)) => format!("{least} to {} quotes", below - 1),
        _ => "No quotes".to_owned(),
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
    #[case(45, "20 minutes and more", "20 quotes and more")]
    #[case(19, "10 to 20 minutes", "10 to 19 quotes")]
    #[case(5, "5 to 10 minutes", "5 to 9 quotes")]
    #[case(1, "Less than 2 minutes", "1 to 4 quotes")]
    #[case(0, "Less than 2 minutes", "No quotes")]
    fn numbers_have_bands(#[case] number: usize, #[case] minutes: &str, #[case] of_quotes: &str) {
        assert_eq!(band(number, &MINUTES, length), minutes);
        assert_eq!(band(number, &QUOTES, quotes), of_quotes);
    }

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
