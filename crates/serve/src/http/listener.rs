//! Connections: not too many at once, not too many of one address, and none that keeps us waiting.

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, Sleep, sleep_until};

/// Connections at once, in all and of one address that is not this machine's.
const MOST: usize = 1024;
const MOST_OF_ONE: usize = 128;

/// A connection on which nothing is asked is closed after this long.
const IDLE: Duration = Duration::from_secs(75);

/// Whoever takes nothing of an answer for this long does not get the rest.
const WRITING: Duration = Duration::from_secs(30);

/// A listener that keeps to the bounds.
pub(super) struct Bounded {
    listener: TcpListener,
    /// The headers of a request must be there this long after its first byte or the beginning of the connection.
    patience: Duration,
    open: Arc<Mutex<Open>>,
}

#[derive(Default)]
struct Open {
    all: usize,
    of: BTreeMap<IpAddr, usize>,
}

/// A connection's place; it is free again when this is dropped.
struct Place {
    open: Arc<Mutex<Open>>,
    address: IpAddr,
}

/// What requests know of their connection.
#[derive(Clone, Debug)]
pub(super) struct Connection {
    /// The other end.
    pub peer: SocketAddr,
    /// Raised while a request is being answered: the other end may be silent meanwhile.
    pub busy: Arc<AtomicBool>,
}

impl Bounded {
    pub fn new(listener: TcpListener, patience: Duration) -> Bounded {
        Bounded { listener, patience, open: Arc::default() }
    }

    fn place(&self, address: IpAddr) -> Option<Place> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let of_one = open.of.get(&address).copied().unwrap_or(0);
        if open.all >= MOST || (of_one >= MOST_OF_ONE && !address.is_loopback()) {
            return None;
        }
        open.all += 1;
        *open.of.entry(address).or_default() += 1;
        Some(Place { open: self.open.clone(), address })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.all = open.all.saturating_sub(1);
        if let Some(of) = open.of.get_mut(&self.address) {
            *of -= 1;
            if *of == 0 {
                open.of.remove(&self.address);
            }
        }
    }
}

impl Listener for Bounded {
    type Io = Patient;
    type Addr = Connection;

    async fn accept(&mut self) -> (Patient, Connection) {
        loop {
            let (stream, peer) = Listener::accept(&mut self.listener).await;
            // Where all places are taken the connection is closed at once.
            let Some(place) = self.place(peer.ip()) else { continue };
            // Answers are small and awaited: they go out at once.
            let _ = stream.set_nodelay(true);
            let busy = Arc::new(AtomicBool::new(false));
            let patient = Patient {
                stream,
                busy: busy.clone(),
                asking: true,
                patience: self.patience,
                until: Box::pin(sleep_until(Instant::now() + self.patience)),
                writing: None,
                _place: place,
            };
            return (patient, Connection { peer, busy });
        }
    }

    fn local_addr(&self) -> io::Result<Connection> {
        Ok(Connection { peer: self.listener.local_addr()?, busy: Arc::default() })
    }
}

impl Connected<IncomingStream<'_, Bounded>> for Connection {
    fn connect_info(stream: IncomingStream<'_, Bounded>) -> Connection {
        stream.remote_addr().clone()
    }
}

/// A connection that is given up when the other end is silent in the middle of a request or takes nothing of an answer.
pub(super) struct Patient {
    stream: TcpStream,
    busy: Arc<AtomicBool>,
    /// Whether a request has begun to come, or the connection has.
    asking: bool,
    patience: Duration,
    /// When we stop waiting for it.
    until: Pin<Box<Sleep>>,
    /// When we stop waiting for room to write.
    writing: Option<Pin<Box<Sleep>>>,
    _place: Place,
}

fn silent() -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, "the other end is silent")
}

impl AsyncRead for Patient {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context, buf: &mut ReadBuf) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        if Pin::new(&mut self.stream).poll_read(cx, buf)?.is_ready() {
            if buf.filled().len() > before && !self.asking {
                self.asking = true;
                let until = Instant::now() + self.patience;
                self.until.as_mut().reset(until);
            }
            // The bytes of a request that never ends do not lengthen its time.
            if self.asking && !self.busy.load(Ordering::Relaxed) && self.until.as_mut().poll(cx).is_ready() {
                return Poll::Ready(Err(silent()));
            }
            return Poll::Ready(Ok(()));
        }
        ready!(self.until.as_mut().poll(cx));
        if self.busy.load(Ordering::Relaxed) {
            // Our turn: look again later.
            self.until.as_mut().reset(Instant::now() + IDLE);
            let _ = self.until.as_mut().poll(cx);
            return Poll::Pending;
        }
        Poll::Ready(Err(silent()))
    }
}

impl Patient {
    /// After something was written the other end may be silent for longer.
    fn wrote(&mut self) {
        self.writing = None;
        self.asking = false;
        self.until.as_mut().reset(Instant::now() + IDLE);
    }

    fn cannot_write(&mut self, cx: &mut Context) -> Poll<io::Result<usize>> {
        let writing = self.writing.get_or_insert_with(|| Box::pin(sleep_until(Instant::now() + WRITING)));
        ready!(writing.as_mut().poll(cx));
        Poll::Ready(Err(silent()))
    }
}

impl AsyncWrite for Patient {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match Pin::new(&mut self.stream).poll_write(cx, bytes) {
            Poll::Ready(done) => {
                self.wrote();
                Poll::Ready(done)
            }
            Poll::Pending => self.cannot_write(cx),
        }
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context,
        bytes: &[io::IoSlice],
    ) -> Poll<io::Result<usize>> {
        match Pin::new(&mut self.stream).poll_write_vectored(cx, bytes) {
            Poll::Ready(done) => {
                self.wrote();
                Poll::Ready(done)
            }
            Poll::Pending => self.cannot_write(cx),
        }
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
