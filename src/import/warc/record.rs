//! The records of a WARC file, one after the other: what is said on top of each, and a reader of what is in it.

use std::io::{self, BufRead, Read};

/// Most bytes of a line on top of a record, and most lines.
const LONGEST_LINE: u64 = 64 << 10;
const MOST_LINES: usize = 200;
/// Most empty lines between records: two are usual.
const MOST_EMPTY: usize = 16;

/// What is said on top of a record, or of an answer in it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Returns what says one thing.
    pub(super) fn one(name: &str, value: &str) -> Self {
        Self(vec![(name.to_owned(), value.to_owned())])
    }

    /// Returns a value, whatever the case of its name; empty when there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        let same = |other: &&(String, String)| other.0.eq_ignore_ascii_case(name);
        self.0.iter().find(same).map_or("", |(_, value)| value)
    }

    /// Reads lines with a name and a value up to an empty one.
    ///
    /// # Errors
    /// When they have no end.
    pub(super) fn read(source: &mut impl BufRead) -> io::Result<Self> {
        let mut fields = Vec::new();
        for _ in 0..MOST_LINES {
            let Some(line) = line(source)?.filter(|line| !line.is_empty()) else {
                return Ok(Self(fields));
            };
            // One that begins with space goes on with the one before.
            if let Some((_, before)) = fields.last_mut().filter(|_| line.starts_with([' ', '\t'])) {
                let before: &mut String = before;
                before.push(' ');
                before.push_str(line.trim());
            } else if let Some((name, value)) = line.split_once(':') {
                fields.push((name.trim().to_owned(), value.trim().to_owned()));
            }
        }
        Err(damaged("there is no end to what is said on top"))
    }
}

/// Returns a line without its end; none when there is nothing more.
pub(super) fn line(source: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    let length = source
        .by_ref()
        .take(LONGEST_LINE)
        .read_until(b'\n', &mut bytes)?;
    if length == 0 {
        return Ok(None);
    }
    if length as u64 == LONGEST_LINE {
        return Err(damaged("a line of it has no end"));
    }
    Ok(Some(
        String::from_utf8_lossy(bytes.trim_ascii_end()).into_owned(),
    ))
}

/// Returns the failure of a file that is damaged.
pub(super) fn damaged(reason: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason)
}

/// A file of records.
pub(super) struct Records<R> {
    source: R,
    /// Bytes of the record at hand that nobody has read.
    left: u64,
}

impl<R: BufRead> Records<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, left: 0 }
    }

    /// Goes to the next record, and returns what is said on top of it; none when there is none.
    ///
    /// # Errors
    /// When the file is cut off, or not as it should be.
    pub(super) fn next(&mut self) -> io::Result<Option<Fields>> {
        let skipped = io::copy(&mut self.source.by_ref().take(self.left), &mut io::sink())?;
        if skipped < self.left {
            return Err(damaged("it is cut off"));
        }
        self.left = 0;
        for _ in 0..MOST_EMPTY {
            let Some(first) = line(&mut self.source)? else {
                return Ok(None);
            };
            if first.is_empty() {
                continue;
            }
            if !first.starts_with("WARC/") {
                return Err(damaged("a record does not begin where it should"));
            }
            let fields = Fields::read(&mut self.source)?;
            let length = fields.get("Content-Length").parse();
            self.left = length.map_err(|_| damaged("a record does not say how long it is"))?;
            return Ok(Some(fields));
        }
        Err(damaged("a record does not begin where it should"))
    }

    /// Returns what the records are read from.
    pub(super) fn into_inner(self) -> R {
        self.source
    }

    /// Returns a reader of what is in the record at hand.
    pub(super) fn block(&mut self) -> Block<'_, R> {
        Block {
            source: &mut self.source,
            left: &mut self.left,
        }
    }
}

/// What is in a record.
pub(super) struct Block<'a, R> {
    source: &'a mut R,
    left: &'a mut u64,
}

impl<R: BufRead> Read for Block<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let here = self.fill_buf()?;
        let length = here.len().min(into.len());
        if let (Some(into), Some(here)) = (into.get_mut(..length), here.get(..length)) {
            into.copy_from_slice(here);
        }
        self.consume(length);
        Ok(length)
    }
}

impl<R: BufRead> BufRead for Block<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if *self.left == 0 {
            return Ok(&[]);
        }
        let here = self.source.fill_buf()?;
        if here.is_empty() {
            return Err(damaged("it is cut off"));
        }
        let length = usize::try_from(*self.left).map_or(here.len(), |left| left.min(here.len()));
        Ok(here.get(..length).unwrap_or_default())
    }

    fn consume(&mut self, length: usize) {
        *self.left = self.left.saturating_sub(length as u64);
        self.source.consume(length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_follow_each_other_whether_read_or_not() {
        let file = "WARC/1.0\r\nwarc-type: request\r\nX: one\r\n two\r\nContent-Length: 5\r\n\r\nab\r\nc\r\n\r\n\
            WARC/1.1\nContent-Length: 3\n\nxyz\n\nWARC/1.0\r\nContent-Length: 9\r\n\r\nshort";
        let mut records = Records::new(file.as_bytes());
        let fields = records.next().unwrap().unwrap();
        assert_eq!(
            (fields.get("WARC-Type"), fields.get("x")),
            ("request", "one two")
        );
        records.next().unwrap().unwrap();
        let mut text = String::new();
        records.block().read_to_string(&mut text).unwrap();
        assert_eq!(text, "xyz");
        records.next().unwrap().unwrap();
        assert!(records.block().read_to_string(&mut text).is_err());
        assert!(records.next().is_err());
    }

    #[test]
    fn what_is_no_record_is_refused() {
        for file in [
            "<html>",
            "WARC/1.0\r\nContent-Type: x\r\n\r\n",
            "WARC/1.0\r\nContent-Length: -1\r\n\r\n",
            "WARC/1.0\r\nContent-Length: 99999999999999999999\r\n\r\n",
            &"\r\n".repeat(99),
            &format!("WARC/1.0\r\n{}", "a: b\r\n".repeat(999)),
            &format!("WARC/1.0\r\na: {}", "b".repeat(99_999)),
        ] {
            assert!(Records::new(file.as_bytes()).next().is_err(), "{file:.40}");
        }
        assert!(Records::new(&b""[..]).next().unwrap().is_none());
    }
}
