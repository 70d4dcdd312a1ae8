//! The server: bound to an address, answering until it is told to end.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use milepost_publish::site::Language;
use milepost_strategy::model::PathwayId;
use tokio::net::TcpListener;

use crate::events::Events;
use crate::http;
use crate::moves::{Asked, FUTURES, Queue};
use crate::served::Served;
use crate::{Source, watch};

/// Answers that are under way when the server is told to end have this long.
const GRACE: Duration = Duration::from_secs(2);

/// How to serve.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen.
    pub address: SocketAddr,
    /// Threads that run futures; 0 for all cores.
    pub threads: usize,
    /// The words of what is written while levers move.
    pub language: &'static Language,
    /// How long a request may take to come, its headers and its body each: [`PATIENCE`].
    pub patience: Duration,
}

/// How long a request may take to come where there is no reason for another time.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Why nothing is served.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Somebody listens there already.
    #[error("another program listens on {address} already; end it, or choose another port: --addr {} (0 for any that is free)", next(.address))]
    InUse {
        /// The address.
        address: SocketAddr,
    },
    /// It is not allowed to listen there.
    #[error("you may not listen on {address}; choose a port from 1024 on: --addr {}:8080", .address.ip())]
    Forbidden {
        /// The address.
        address: SocketAddr,
    },
    /// The machine has no such address.
    #[error("this machine has no address {}; serve on 127.0.0.1, or on 0.0.0.0 for all of the network", .address.ip())]
    NoAddress {
        /// The address.
        address: SocketAddr,
    },
    /// Anything else that the system refuses.
    #[error("cannot serve on {address}: {why}")]
    Other {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        why: std::io::Error,
    },
    /// The strategy's files are wrong.
    #[error("{0}")]
    Strategy(String),
}

/// Whether an address can be had: who finds it taken should not have waited for anything.
///
/// # Errors
/// Why not.
pub fn try_address(address: SocketAddr) -> Result<(), Error> {
    std::net::TcpListener::bind(address).map(|_| ()).map_err(|why| not_had(address, why))
}

fn not_had(address: SocketAddr, why: std::io::Error) -> Error {
    match why.kind() {
        ErrorKind::AddrInUse => Error::InUse { address },
        ErrorKind::PermissionDenied => Error::Forbidden { address },
        ErrorKind::AddrNotAvailable => Error::NoAddress { address },
        _ => Error::Other { address, why },
    }
}

/// The same address at the next port.
fn next(address: &SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip(), address.port().checked_add(1).unwrap_or(0))
}

/// What all requests see.
pub(crate) struct State {
    served: RwLock<Arc<Served>>,
    pub queue: Arc<Queue>,
    pub events: Events,
    pub source: Arc<dyn Source>,
    pub language: &'static Language,
    /// The address that is listened on.
    pub address: SocketAddr,
    /// How long a request may take to come.
    pub patience: Duration,
    /// One request at a time writes scenarios.
    pub scenarios: Mutex<()>,
}

impl State {
    /// What is served now.
    pub fn served(&self) -> Arc<Served> {
        self.served.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The strategy's folder.
    pub fn folder(&self) -> PathBuf {
        self.source.folder()
    }

    /// Loads the files again: what is right is served from now on, what is wrong is told.
    pub fn reload(&self) {
        match self.source.load() {
            Ok(loaded) => {
                let version = self.served().version + 1;
                let served = Arc::new(Served::new(version, loaded));
                *self.served.write().unwrap_or_else(PoisonError::into_inner) = served.clone();
                self.events.renewed(version, served.notes.clone());
                self.run_ahead();
            }
            Err(diagnostics) => self.events.broken(diagnostics),
        }
    }

    /// Runs every pathway as it stands before anybody asks, first over the futures of a first answer.
    pub fn run_ahead(&self) {
        let served = self.served();
        for futures in FUTURES {
            for pathway in 0..served.strategy.pathways.len() {
                let pathway = PathwayId(pathway as u32);
                self.queue.ahead(&served, Asked { pathway, set: Vec::new(), settings: Vec::new(), futures });
            }
        }
    }
}

/// A server that is bound to its address.
pub struct Server {
    listener: TcpListener,
    state: Arc<State>,
    threads: usize,
}

impl Server {
    /// Loads the strategy and takes the address.
    ///
    /// # Errors
    /// The strategy's files are wrong, or the address cannot be had.
    pub async fn bind(source: impl Source, options: Options) -> Result<Server, Error> {
        let asked = options.address;
        let told = |why| not_had(asked, why);
        // The address first: whoever finds it taken should not have waited for the strategy.
        let listener = TcpListener::bind(asked).await.map_err(told)?;
        let address = listener.local_addr().map_err(told)?;
        let loaded = source.load().map_err(Error::Strategy)?;
        let served = Arc::new(Served::new(1, loaded));
        let state = State {
            events: Events::new(1, served.notes.clone()),
            served: RwLock::new(served),
            queue: Arc::new(Queue::default()),
            source: Arc::new(source),
            language: options.language,
            address,
            patience: options.patience,
            scenarios: Mutex::new(()),
        };
        Ok(Server { listener, state: Arc::new(state), threads: options.threads })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.state.address
    }

    /// What the reader should know of what is served, in a sentence each.
    pub fn notes(&self) -> Vec<String> {
        self.state.served().notes.clone()
    }

    /// Answers until `end` comes; then requests that are under way are refused or answered at once.
    ///
    /// # Errors
    /// The system takes the address away.
    pub async fn run(self, end: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
        let Server { listener, state, threads } = self;
        state.queue.start(milepost_ensemble::workers(threads));
        state.run_ahead();
        // Held as long as the server runs.
        let watcher = watch::watch(&state);
        if let Err(why) = &watcher {
            state.events.note(format!("saved files are not noticed ({why}); start the server again after a change"));
        }
        let ending = {
            let state = state.clone();
            async move {
                end.await;
                state.queue.stop();
                state.events.end();
            }
        };
        http::serve(listener, state.clone(), ending).await
    }
}

/// Serves until Ctrl-C; `begun` is told when the address is taken and the strategy loaded.
///
/// # Errors
/// As [`Server::bind`], and if the system takes the address away.
pub fn serve(source: impl Source, options: Options, begun: impl FnOnce(&Server)) -> Result<(), Error> {
    let address = options.address;
    let other = |why| Error::Other { address, why };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().map_err(other)?;
    let ended = runtime.block_on(async {
        let server = Server::bind(source, options).await?;
        let told = told_to_end();
        begun(&server);
        let (ending, ended) = tokio::sync::oneshot::channel();
        let end = async {
            told.await;
            // Without a receiver the server has ended already.
            let _ = ending.send(());
        };
        let late = async {
            match ended.await {
                Ok(()) => tokio::time::sleep(GRACE).await,
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            ended = server.run(end) => ended.map_err(other),
            () = late => Ok(()),
        }
    });
    // Whatever is still under way is given up.
    runtime.shutdown_background();
    ended
}

/// Ctrl-C, or whatever else the system ends programs with.  It listens from the call on, not only once it is waited for.
fn told_to_end() -> impl Future<Output = ()> + Send + 'static {
    #[cfg(unix)]
    let signals = {
        use tokio::signal::unix::{SignalKind, signal};
        signal(SignalKind::terminate()).ok().zip(signal(SignalKind::interrupt()).ok())
    };
    async move {
        #[cfg(unix)]
        if let Some((mut end, mut interrupt)) = signals {
            tokio::select! {
                _ = end.recv() => {}
                _ = interrupt.recv() => {}
            }
            return;
        }
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
