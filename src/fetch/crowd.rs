//! Many questions at once, but few to one host. Answers come to the calling thread as they arrive.

use std::collections::{HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use url::Url;

use crate::fetch::{Answer, FetchError, Question, Web};

/// How many questions are open at a time, and how many of them to one host.
const MOST_OPEN: usize = 8;
const MOST_TO_ONE: usize = 2;

/// How often in a row a host may not answer until it is left alone; once is enough when it says so.
const MOST_SILENCES: u32 = 3;

/// How often it is looked whether to stop.
const LOOK: Duration = Duration::from_millis(100);

/// A question, and what the caller needs to know with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task<T> {
    /// The address.
    pub url: String,
    /// What the server called its last answer.
    pub etag: Option<String>,
    /// Of when it said that was.
    pub modified: Option<String>,
    /// What it is about.
    pub what: T,
}

/// What takes an answer, and may have more to ask.
type Take<'a, T, E> =
    dyn FnMut(Task<T>, Result<Answer, FetchError>) -> Result<Vec<Task<T>>, E> + 'a;

/// Asks all, and gives each answer to `take`, which may have more to ask. Questions to hosts that are busy with ours wait.
///
/// A host that does not answer a few times in a row, or asks to come again later, is not asked what is left: that has the
/// same answer. When `stop` is set, or `take` fails, it ends at once; questions that are open then are left to themselves.
///
/// # Errors
/// Whatever `take` fails with.
pub fn all<T: Send + 'static, E>(
    web: &Web,
    tasks: Vec<Task<T>>,
    stop: &AtomicBool,
    take: &mut Take<'_, T, E>,
) -> Result<(), E> {
    let over = Arc::new(AtomicBool::new(false));
    let end = End(Arc::clone(&over));
    let (send, answers) = channel();
    let mut waiting = VecDeque::from(tasks);
    let mut open: HashMap<String, usize> = HashMap::new();
    let mut silent = Silent::new();
    loop {
        if stop.load(Ordering::Relaxed) {
            return Ok(());
        }
        while open.values().sum::<usize>() < MOST_OPEN
            && let Some(task) = next(&mut waiting, &open)
        {
            let host = host(&task.url);
            *open.entry(host.clone()).or_default() += 1;
            let (web, send, over) = (web.clone(), send.clone(), Arc::clone(&end.0));
            let asked = thread::Builder::new()
                .name("fetch".to_owned())
                .spawn(move || {
                    let question = Question {
                        url: &task.url,
                        etag: task.etag.as_deref(),
                        modified: task.modified.as_deref(),
                    };
                    // A fault must not leave the others waiting for this answer.
                    let answer = catch_unwind(AssertUnwindSafe(|| web.get(&question, &over)))
                        .unwrap_or_else(|_| {
                            Err(FetchError::Broken("a fault of pullquote".to_owned()))
                        });
                    // Nobody may want it any more.
                    send.send((host, task, answer)).ok();
                });
            if asked.is_err() {
                // No more threads are to be had; those that run go on.
                break;
            }
        }
        if open.is_empty() {
            return Ok(());
        }
        match answers.recv_timeout(LOOK) {
            Ok((host, task, answer)) => {
                if let Some(count) = open.get_mut(&host) {
                    *count -= 1;
                    if *count == 0 {
                        open.remove(&host);
                    }
                }
                let door = door(&task.url);
                let silence = note(&mut silent, &door, &answer);
                waiting.extend(take(task, answer)?);
                if let Some(error) = silence {
                    let all = std::mem::take(&mut waiting);
                    let (his, others): (VecDeque<_>, _) = all
                        .into_iter()
                        .partition(|task| self::door(&task.url) == door);
                    waiting = others;
                    for task in his {
                        waiting.extend(take(task, Err(error.clone()))?);
                    }
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
    }
}

/// Hosts that did not answer: how often in a row, and why last.
type Silent = HashMap<String, (u32, FetchError)>;

/// Writes down whether a host answered; returns why it is not to be asked any more.
fn note(
    silent: &mut Silent,
    door: &str,
    answer: &Result<Answer, FetchError>,
) -> Option<FetchError> {
    let Err(error) = answer else {
        silent.remove(door);
        return None;
    };
    if !error.is_of_host() {
        return None;
    }
    let count = silent.get(door).map_or(0, |(count, _)| *count) + 1;
    silent.insert(door.to_owned(), (count, error.clone()));
    let is_asked_to = matches!(error, FetchError::Later(_));
    (is_asked_to || count >= MOST_SILENCES).then(|| error.clone())
}

/// Tells the questions that are open that nobody waits any more.
struct End(Arc<AtomicBool>);

impl Drop for End {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn next<T>(waiting: &mut VecDeque<Task<T>>, open: &HashMap<String, usize>) -> Option<Task<T>> {
    let is_free = |task: &Task<T>| {
        open.get(&host(&task.url))
            .is_none_or(|count| *count < MOST_TO_ONE)
    };
    let at = waiting.iter().position(is_free)?;
    waiting.remove(at)
}

/// The host and its port: where another one listens, somebody may be at home.
fn door(url: &str) -> String {
    let port = Url::parse(url)
        .ok()
        .and_then(|url| url.port_or_known_default());
    format!("{}:{}", host(url), port.unwrap_or_default())
}

fn host(url: &str) -> String {
    let url = Url::parse(url).ok();
    let host = url.as_ref().and_then(Url::host_str);
    host.unwrap_or_default().to_owned()
}
