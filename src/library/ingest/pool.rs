//! Workers that make articles of bytes, and the loop that keeps their results in the order of the jobs.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;

use crate::article::{Clean, SourceKind};
use crate::import::archive::Report;
use crate::import::{Hint, records};
use crate::kept::Item;
use crate::library::LibraryError;
use crate::library::ingest::Refusal;
use crate::library::ingest::batch::Found;
use crate::library::ingest::lines::Job;
use crate::library::ingest::ready::{From, How, Ready, Tools, alone, of_one, read_all};
use crate::library::priority::give_way;

/// How many jobs, and how many of their bytes, may be between being read and being taken: enough for the workers while a
/// batch is stored. A file of one article is three jobs.
const MOST_JOBS: usize = 3 * 1_000;
const MOST_BYTES: usize = 64 << 20;
/// A worker's stack: deeply nested pages go deep.
const STACK: usize = 16 << 20;

/// What became of a job.
#[derive(Debug)]
pub(in crate::library) enum Made {
    /// What follows comes from the file of this name.
    FileBegun(String),
    /// The articles of a file of one, or of a feed; those that could not be read, too.
    Articles(Vec<Result<Ready, Refusal>>),
    /// Something that is no article.
    Kept(Box<Found>),
    /// What came before is from another program's file of this name, or what follows is.
    Archive(Clean, Report),
    /// A page among many, without an article.
    NoArticle,
    /// Everything of a file was taken.
    FileDone,
}

/// Does all jobs and gives the results to `take` in the order of the jobs, on the calling thread. The jobs are made on a thread
/// of their own, which reads the files, so that whoever takes has nothing else to do. When `stop` is set, or `take` fails, no
/// further job begins.
pub(in crate::library) fn run<I: Iterator<Item = Job>>(
    jobs: impl FnOnce() -> I + Send,
    how: How<'_>,
    stop: &AtomicBool,
    take: &mut dyn FnMut(Made) -> Result<(), LibraryError>,
) -> Result<(), LibraryError> {
    let ends = Ends {
        stop,
        failed: AtomicBool::new(false),
    };
    run_with(jobs, &|job, tools| make(job, how, tools), &ends, take)
}

/// What keeps further jobs from beginning.
struct Ends<'a> {
    /// Somebody asked for it.
    stop: &'a AtomicBool,
    /// Nobody wants the results any more.
    failed: AtomicBool,
}

impl Ends<'_> {
    fn is_over(&self) -> bool {
        self.stop.load(Ordering::Relaxed) || self.failed.load(Ordering::Relaxed)
    }
}

/// Makes something of a job; a worker's tools stay with it.
type Make<'a> = &'a (dyn Fn(Job, &mut Tools) -> Made + Sync);

fn run_with<I: Iterator<Item = Job>>(
    jobs: impl FnOnce() -> I + Send,
    make: Make<'_>,
    ends: &Ends<'_>,
    take: &mut dyn FnMut(Made) -> Result<(), LibraryError>,
) -> Result<(), LibraryError> {
    let workers = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let (give, wait) = mpsc::channel::<Given>();
    let wait = Mutex::new(wait);
    let (done, results) = mpsc::channel::<Done>();
    let room = Room::default();
    thread::scope(|scope| {
        let failed = |error: std::io::Error| LibraryError::Failed(error.to_string());
        for number in 0..workers {
            let (wait, done) = (&wait, done.clone());
            let worker = thread::Builder::new()
                .name(format!("import {number}"))
                .stack_size(STACK)
                .spawn_scoped(scope, move || work(wait, &done, make, ends));
            // One is enough; none is not.
            if let Err(error) = worker
                && number == 0
            {
                return Err(failed(error));
            }
        }
        drop(done);
        let feeder = thread::Builder::new()
            .name("import files".to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, || feed(jobs(), give, &room, ends))
            .map_err(failed)?;
        let taken = in_order(&results, &room, take).inspect_err(|_| {
            ends.failed.store(true, Ordering::Relaxed);
            room.wake();
        })?;
        match feeder.join() {
            Ok(given) if given == taken => Ok(()),
            _ => Err(LibraryError::Failed("the workers are gone".to_owned())),
        }
    })
}

/// A job with its number and size.
type Given = (usize, usize, Job);
/// What was made of the job with a number and size; nothing when it was not begun.
type Done = (usize, usize, Option<Made>);

/// How much is between being read and being taken.
#[derive(Default)]
struct Room {
    /// Jobs and their bytes.
    taken_up: Mutex<(usize, usize)>,
    is_made: Condvar,
}

impl Room {
    /// Waits until there is some; returns false when nothing is to be begun any more.
    fn wait(&self, ends: &Ends<'_>) -> bool {
        let full = |(jobs, bytes): &mut (usize, usize)| {
            !ends.is_over() && (*jobs >= MOST_JOBS || *bytes >= MOST_BYTES)
        };
        let taken_up = self.lock();
        let waited = self.is_made.wait_while(taken_up, full);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
        !ends.is_over()
    }

    fn add(&self, size: usize) {
        let mut taken_up = self.lock();
        taken_up.0 += 1;
        taken_up.1 += size;
    }

    fn take(&self, size: usize) {
        let mut taken_up = self.lock();
        taken_up.0 -= 1;
        taken_up.1 -= size;
        drop(taken_up);
        self.is_made.notify_one();
    }

    /// Lets whoever waits see that it is over.
    fn wake(&self) {
        let taken_up = self.lock();
        drop(taken_up);
        self.is_made.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, (usize, usize)> {
        self.taken_up.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Gives jobs out, as many at a time as the bounds allow; returns how many.
fn feed(
    mut jobs: impl Iterator<Item = Job>,
    give: mpsc::Sender<Given>,
    room: &Room,
    ends: &Ends<'_>,
) -> usize {
    let mut given = 0;
    while room.wait(ends) {
        let Some(job) = jobs.next() else {
            break;
        };
        let size = job.size();
        room.add(size);
        if give.send((given, size, job)).is_err() {
            break;
        }
        given += 1;
    }
    // So the workers know that there is nothing more.
    drop(give);
    given
}

fn work(
    wait: &Mutex<mpsc::Receiver<Given>>,
    done: &mpsc::Sender<Done>,
    make: Make<'_>,
    ends: &Ends<'_>,
) {
    // What they make has to be stored, which takes one thread longer than making it takes all of these together.
    give_way();
    let mut tools = Tools::default();
    loop {
        let job = wait.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, size, job)) = job else {
            return;
        };
        let made = (!ends.is_over()).then(|| make(job, &mut tools));
        if done.send((number, size, made)).is_err() {
            return;
        }
    }
}

/// Takes results in the order of the jobs; returns how many.
fn in_order(
    results: &mpsc::Receiver<Done>,
    room: &Room,
    take: &mut dyn FnMut(Made) -> Result<(), LibraryError>,
) -> Result<usize, LibraryError> {
    let mut taken = 0;
    let mut early: BTreeMap<usize, (usize, Option<Made>)> = BTreeMap::new();
    for (number, size, made) in results {
        early.insert(number, (size, made));
        while let Some((size, made)) = early.remove(&taken) {
            room.take(size);
            taken += 1;
            // Without one, it was told to stop; but what others made meanwhile is not thrown away.
            if let Some(made) = made {
                take(made)?;
            }
        }
    }
    Ok(taken)
}

impl Job {
    fn size(&self) -> usize {
        match self {
            Self::Article { bytes, .. } | Self::Line { bytes, .. } => bytes.len(),
            Self::Entry { entry, .. } => entry.size(),
            Self::Page { page, .. } => page.bytes.len(),
            Self::FileBegun(_) | Self::Archive(..) | Self::Refused(_) | Self::FileDone => 0,
        }
    }
}

fn make(job: Job, how: How<'_>, tools: &mut Tools) -> Made {
    let refused = |name: Clean, line, reason: &str| Refusal {
        name,
        line,
        reason: Clean::line(reason),
    };
    match job {
        Job::FileBegun(name) => Made::FileBegun(name),
        Job::FileDone => Made::FileDone,
        Job::Archive(name, report) => Made::Archive(name, report),
        Job::Entry { name, entry } => {
            let made = alone(|| Ready::from_entry(*entry, &name, how, tools));
            Made::Articles(vec![made.map_err(|reason| refused(name, None, &reason))])
        }
        Job::Page { name, page } => match alone(|| Ready::from_page(&page, &name, how, tools)) {
            Ok(Some(ready)) => Made::Articles(vec![Ok(ready)]),
            Ok(None) => Made::NoArticle,
            Err(reason) => {
                let reason = format!("{}: {reason}", page.url);
                Made::Articles(vec![Err(refused(name, None, &reason))])
            }
        },
        Job::Refused(refusal) => Made::Articles(vec![Err(refusal)]),
        Job::Article { name, bytes, path } => {
            let hint = Hint {
                name: &name,
                ..Hint::default()
            };
            let from = From {
                source: &name,
                page: path.as_deref(),
            };
            let made = alone(|| read_all(&bytes, hint, from, how, tools));
            match made {
                Ok(made) => Made::Articles(made.articles),
                Err(reason) => Made::Articles(vec![Err(refused(name, None, &reason))]),
            }
        }
        Job::Line {
            name,
            number,
            bytes,
        } => {
            let made = alone(|| {
                let line = std::str::from_utf8(&bytes).map_err(|_| "it is not UTF-8".to_owned())?;
                let item = records::read_item(line).map_err(|error| error.to_string())?;
                Ok(match item {
                    Item::Article(record) => {
                        let ready = Ready::from_record(*record, &name, how, tools);
                        let from = of_one(SourceKind::Record, &name);
                        let line = line.trim_end_matches(['\r', '\n']).as_bytes();
                        Made::Articles(vec![Ok(ready.read_from(from, line, how, tools))])
                    }
                    Item::Kept(kept) => Made::Kept(Box::new(Found {
                        kept,
                        name: name.clone(),
                        line: number,
                        size: bytes.len(),
                    })),
                })
            });
            made.unwrap_or_else(|reason| {
                Made::Articles(vec![Err(refused(name, Some(number), &reason))])
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::Extent;
    use crate::quote::Depth;
    use std::sync::atomic::AtomicUsize;

    fn how(now: &Clean) -> How<'_> {
        How {
            depth: Depth::Skimmed,
            extent: Extent::Article,
            is_stored: true,
            is_illustrated: true,
            now,
        }
    }

    #[test]
    fn a_fault_costs_one_article() {
        let made = alone(|| -> Result<(), String> { panic!("a fault") });
        assert!(made.unwrap_err().contains("fault of pullquote"));
    }

    #[test]
    fn results_come_in_the_order_of_the_jobs() {
        let jobs = || {
            (0..500).map(|number| Job::Article {
                name: Clean::line(&number.to_string()),
                // Every tenth takes longer than its neighbours.
                bytes: vec![b'a' + 1; if number % 10 == 0 { 200_000 } else { 10 }],
                path: None,
            })
        };
        let mut names = Vec::new();
        run(
            jobs,
            how(&Clean::default()),
            &AtomicBool::new(false),
            &mut |made| {
                if let Made::Articles(made) = made {
                    let made = made.into_iter().map(Result::unwrap);
                    names.extend(made.map(|it| it.record.provenance.source.to_string()));
                }
                Ok(())
            },
        )
        .unwrap();
        let expected: Vec<String> = (0..500).map(|number| number.to_string()).collect();
        assert_eq!(names, expected);
    }

    #[test]
    fn a_failure_to_store_ends_it() {
        let jobs = || (0..500).map(|_| Job::FileDone);
        let mut taken = 0;
        let ended = run(
            jobs,
            how(&Clean::default()),
            &AtomicBool::new(false),
            &mut |_| {
                taken += 1;
                Err(LibraryError::Full)
            },
        );
        assert!(matches!(ended, Err(LibraryError::Full)) && taken == 1);
    }

    #[test]
    fn no_further_job_begins_after_a_failure() {
        let stop = AtomicBool::new(false);
        let ends = Ends {
            stop: &stop,
            failed: AtomicBool::new(false),
        };
        let begun = AtomicUsize::new(0);
        // The first job is done at once; all others take until the failure is known.
        let make = |job, _: &mut Tools| {
            begun.fetch_add(1, Ordering::SeqCst);
            if matches!(job, Job::FileDone) {
                while !ends.is_over() {
                    thread::yield_now();
                }
            }
            Made::FileDone
        };
        let first = || Job::FileBegun(String::new());
        let jobs = || std::iter::once(first()).chain(std::iter::repeat_with(|| Job::FileDone));
        let failed = run_with(jobs, &make, &ends, &mut |_| Err(LibraryError::Full));
        assert!(matches!(failed, Err(LibraryError::Full)));
        let workers = thread::available_parallelism().map_or(1, std::num::NonZero::get);
        assert!(begun.into_inner() <= 1 + workers);
    }

    #[test]
    fn nothing_begins_once_told_to_stop() {
        let stop = AtomicBool::new(true);
        let jobs = || std::iter::repeat_with(|| Job::FileDone);
        run(jobs, how(&Clean::default()), &stop, &mut |_| {
            panic!("nothing was to be done")
        })
        .unwrap();
    }
}
