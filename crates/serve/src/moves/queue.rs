//! Who is served next: moves wait here, and all cores take pieces of them.
//!
//! First answers go before those behind them.  Among those that wait, a client address of which fewer moves are under way goes
//! first, then whoever came first: many viewers behind one address take turns with the others, not their place.  While many
//! wait for a first answer, it is one from fewer futures; the one behind it is as good as ever.

use std::net::IpAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::asked::{Asked, FUTURES};
use super::kept::Kept;
use super::work::{Done, Open, Work};
use crate::Refusal;
use crate::served::Served;

/// Moves that may wait, of one address and in all.
const MOST_OF_ONE: usize = 64;
const MOST: usize = 512;

/// So many others that wait for a first answer are a crowd: those before them are answered from fewer futures.
const CROWD: usize = 8;

/// How much haste there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// Somebody sees nothing yet.
    First,
    /// Somebody sees a first answer.
    Behind,
    /// Nobody waits: unchanged pathways, before anybody asks.
    Ahead,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Client {
    pub address: IpAddr,
    /// As they call themselves.
    pub viewer: Option<String>,
}

type Answer = Result<Done, Refusal>;

/// A move that waits or is under way.
struct Job {
    number: u64,
    class: Class,
    client: Option<Client>,
    cancel: Arc<AtomicBool>,
    answer: Mutex<Option<oneshot::Sender<Answer>>>,
}

struct Waiting {
    job: Arc<Job>,
    work: Work,
}

/// A move under way; `open` is there once it is lowered.
struct Running {
    job: Arc<Job>,
    open: Option<Arc<Open>>,
}

#[derive(Default)]
struct Inner {
    waiting: Vec<Waiting>,
    running: Vec<Running>,
    kept: Kept,
    numbers: u64,
    stop: bool,
}

/// The moves of all clients.
#[derive(Default)]
pub(crate) struct Queue {
    inner: Mutex<Inner>,
    turn: Condvar,
}

/// A move that was asked for; when it is dropped, nobody waits for it any more.
pub(crate) struct Ticket {
    queue: Arc<Queue>,
    job: Arc<Job>,
    answer: oneshot::Receiver<Answer>,
}

impl Ticket {
    /// Waits for the answer.
    pub async fn answer(mut self) -> Answer {
        (&mut self.answer).await.unwrap_or_else(|_| Err(Refusal::later("the server is ending; start it again")))
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.job.cancel.store(true, Ordering::Relaxed);
        self.queue.lock().waiting.retain(|waiting| waiting.job.number != self.job.number);
    }
}

/// What a thread does next.
enum Task {
    Begin(Waiting),
    Piece(Arc<Job>, Arc<Open>, usize),
}

impl Queue {
    /// Starts as many threads as given; they end after [`Queue::stop`].
    pub fn start(self: &Arc<Queue>, threads: usize) {
        for number in 0..threads.max(1) {
            let queue = self.clone();
            let name = format!("futures {number}");
            // Where the system gives no more threads, those there are do the work.
            let _ = std::thread::Builder::new().name(name).spawn(move || queue.work());
        }
    }

    /// No more moves are taken; those that wait are refused.
    pub fn stop(&self) {
        let mut inner = self.lock();
        inner.stop = true;
        inner.waiting.clear();
        inner.running.iter().for_each(|running| running.job.cancel.store(true, Ordering::Relaxed));
        drop(inner);
        self.turn.notify_all();
    }

    /// Asks for a move.
    ///
    /// # Errors
    /// Too many wait already; the pathway is not there any more.
    pub fn ask(self: &Arc<Queue>, served: &Arc<Served>, asked: Asked, client: Client) -> Result<Ticket, Refusal> {
        let class = if asked.futures == FUTURES[0] { Class::First } else { Class::Behind };
        let mut inner = self.lock();
        if client.viewer.is_some() {
            inner.replace(&client);
        }
        let of_one = |waiting: &&Waiting| waiting.job.client.as_ref().is_some_and(|c| c.address == client.address);
        if inner.waiting.iter().filter(of_one).count() >= MOST_OF_ONE {
            return Err(Refusal::busy(format!(
                "{MOST_OF_ONE} moves from your address wait already; wait for their answers"
            )));
        }
        if inner.waiting.len() >= MOST {
            return Err(Refusal::busy(format!("{MOST} moves wait already; try again in a moment")));
        }
        let (job, answer) = inner.wait(served, asked, (class, Some(client)))?;
        drop(inner);
        self.turn.notify_all();
        Ok(Ticket { queue: self.clone(), job, answer })
    }

    /// Runs an unchanged pathway before anybody asks for it.
    pub fn ahead(&self, served: &Arc<Served>, asked: Asked) {
        // What cannot be run is refused when somebody asks for it.
        let _ = self.lock().wait(served, asked, (Class::Ahead, None));
        self.turn.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) {
        while let Some(task) = self.next() {
            match task {
                Task::Begin(waiting) => self.begin(waiting),
                Task::Piece(job, open, piece) => self.piece(&job, &open, piece),
            }
        }
    }

    /// The next thing to do; waits for one.
    fn next(&self) -> Option<Task> {
        let mut inner = self.lock();
        loop {
            if inner.stop {
                return None;
            }
            if let Some(task) = inner.next() {
                return Some(task);
            }
            inner = self.turn.wait(inner).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn begin(&self, waiting: Waiting) {
        let Waiting { job, work } = waiting;
        if job.cancel.load(Ordering::Relaxed) {
            return self.end(&job, Err(Refusal::replaced()));
        }
        match guarded(|| Ok(work.open())) {
            Err(why) | Ok(Err(why)) => self.end(&job, Err(why)),
            Ok(Ok(open)) if open.is_done() => self.end(&job, open.done()),
            Ok(Ok(open)) => {
                let mut inner = self.lock();
                if let Some(running) = inner.running.iter_mut().find(|running| running.job.number == job.number) {
                    running.open = Some(Arc::new(open));
                }
                drop(inner);
                self.turn.notify_all();
            }
        }
    }

    fn piece(&self, job: &Job, open: &Open, piece: usize) {
        match guarded(|| open.run(piece)) {
            Ok(false) => {}
            Ok(true) => self.end(job, open.done()),
            Err(why) => self.end(job, Err(why)),
        }
    }

    /// Answers a move that is under way.
    fn end(&self, job: &Job, answer: Answer) {
        self.lock().running.retain(|running| running.job.number != job.number);
        if let Some(send) = job.answer.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // Whoever does not wait any more misses nothing.
            let _ = send.send(answer);
        }
        self.turn.notify_all();
    }
}

impl Inner {
    fn wait(
        &mut self,
        served: &Arc<Served>,
        asked: Asked,
        (class, client): (Class, Option<Client>),
    ) -> Result<(Arc<Job>, oneshot::Receiver<Answer>), Refusal> {
        if self.stop {
            return Err(Refusal::later("the server is ending; start it again"));
        }
        let moved = self.kept.entry(served, &asked)?;
        let before = self.kept.entry(served, &asked.unchanged())?;
        let (send, answer) = oneshot::channel();
        let cancel = Arc::new(AtomicBool::new(false));
        self.numbers += 1;
        let job = Job { number: self.numbers, class, client, cancel: cancel.clone(), answer: Mutex::new(Some(send)) };
        let job = Arc::new(job);
        let work = Work { served: served.clone(), asked, moved, before, cancel };
        self.waiting.push(Waiting { job: job.clone(), work });
        Ok((job, answer))
    }

    /// Takes what should be done next: a piece of what is under way, unless something that waits has more haste.
    fn next(&mut self) -> Option<Task> {
        let open = self.running.iter().filter_map(|running| Some((&running.job, running.open.as_ref()?)));
        let piece = open.filter(|(_, open)| open.has_next()).min_by_key(|(job, _)| (job.class, job.number));
        let piece = piece.map(|(job, open)| (job.clone(), open.clone()));
        let waiting = self.waiting.iter().enumerate().min_by_key(|(_, waiting)| self.rank(&waiting.job));
        let waiting = waiting.map(|(at, waiting)| (at, waiting.job.class));
        match (piece, waiting) {
            (Some((job, open)), other) if other.is_none_or(|(_, class)| job.class <= class) => {
                let piece = open.take()?;
                Some(Task::Piece(job, open, piece))
            }
            (_, Some((at, _))) => {
                let mut waiting = self.waiting.remove(at);
                let others = self.waiting.iter().filter(|other| other.job.class == Class::First).count();
                if waiting.job.class == Class::First && others >= CROWD {
                    waiting.work.hasten();
                }
                self.running.push(Running { job: waiting.job.clone(), open: None });
                Some(Task::Begin(waiting))
            }
            _ => None,
        }
    }

    /// Lower goes first.
    fn rank(&self, job: &Job) -> (Class, usize, u64) {
        let address = job.client.as_ref().map(|client| client.address);
        let same = |running: &&Running| running.job.client.as_ref().map(|client| client.address) == address;
        (job.class, self.running.iter().filter(same).count(), job.number)
    }

    /// A newer move of the same viewer: what they asked before is not wanted any more.
    fn replace(&mut self, client: &Client) {
        let same = |job: &Job| job.client.as_ref() == Some(client);
        for waiting in self.waiting.extract_if(.., |waiting| same(&waiting.job)) {
            if let Some(send) = waiting.job.answer.lock().unwrap_or_else(PoisonError::into_inner).take() {
                let _ = send.send(Err(Refusal::replaced()));
            }
        }
        for running in self.running.iter().filter(|running| same(&running.job)) {
            running.job.cancel.store(true, Ordering::Relaxed);
        }
    }
}

/// Does something; a defect of ours ends the request and not the server.
fn guarded<T>(work: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    let broken =
        |_| Err(Refusal { status: 500, why: "the futures could not be run; the server's terminal says why".into() });
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(broken)
}
