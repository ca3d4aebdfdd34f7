//! What would come of addresses: they are fetched as an import would fetch them, but nothing is stored.

use crate::article::Clean;
use crate::fetch::crowd::{self, Task};
use crate::fetch::{Answer, FetchError};
use crate::library::LibraryError;
use crate::library::foresee::{Foreseen, Scales, how};
use crate::library::gather::Trip;
use crate::library::gather::pages::{hint, refusal};
use crate::library::ingest::ready::{Tools, alone, read_all};

/// Fetches what lies at addresses and gives what would come of it to `take`, in the order of the addresses; calls
/// `progress` with how many are done. Setting the trip's `stop` ends it soon. What a server would say is unchanged is
/// asked for in full.
///
/// # Errors
/// When the library cannot be read.
pub fn foresee_pages(
    scales: &mut Scales,
    urls: &[String],
    trip: &Trip<'_>,
    progress: &mut dyn FnMut(usize),
    take: &mut dyn FnMut(Foreseen),
) -> Result<(), LibraryError> {
    let tasks = urls.iter().enumerate().map(|(number, url)| Task {
        url: url.clone(),
        etag: None,
        modified: None,
        what: number,
    });
    let mut found = Vec::new();
    let mut done = 0;
    crowd::all(trip.web, tasks.collect(), trip.stop, &mut |task, answer| {
        if answer != Err(FetchError::Stopped) {
            found.push((task.what, of(scales, &task.url, answer, trip)?));
            done += 1;
            progress(done);
        }
        Ok::<_, LibraryError>(Vec::new())
    })?;
    found.sort_by_key(|(number, _)| *number);
    for foreseen in found.into_iter().flat_map(|(_, all)| all) {
        take(foreseen);
    }
    Ok(())
}

/// Returns what would come of an answer.
fn of(
    scales: &mut Scales,
    url: &str,
    answer: Result<Answer, FetchError>,
    trip: &Trip<'_>,
) -> Result<Vec<Foreseen>, LibraryError> {
    let refused = |reason: &str| Ok(vec![Foreseen::Refused(refusal(url, reason))]);
    let got = match answer {
        Ok(Answer::Got(got)) => got,
        Ok(Answer::Same(_)) => return refused("the server sent nothing"),
        Err(error) => return refused(&error.to_string()),
    };
    let source = Clean::line(&got.url);
    let how = how(trip.extent, trip.now);
    let mut tools = Tools::default();
    let made = match alone(|| read_all(&got.bytes, hint(&got), (&source).into(), how, &mut tools)) {
        Ok(made) => made,
        Err(reason) => return refused(&reason),
    };
    let all = made.articles.into_iter().map(|made| match made {
        Ok(ready) => scales.weigh(source.clone(), ready),
        Err(refusal) => Ok(Foreseen::Refused(refusal)),
    });
    all.collect()
}
