//! A server on a free port of this machine, and a client that sends what it is told, byte by byte.

#![allow(dead_code, reason = "each test uses its part")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use milepost_publish::site::Language;
use milepost_serve::{Content, File, Loaded, Options, Server, Source};
use milepost_strategy::MemoryWorld;

const FILES: [(&str, &str); 4] = [
    ("strategy.mile", include_str!("../../../cli/template/strategy.mile")),
    ("model.mile", include_str!("../../../cli/template/model.mile")),
    ("choices.mile", include_str!("../../../cli/template/choices.mile")),
    ("claims.mile", include_str!("../../../cli/template/claims.mile")),
];

/// The strategy that everyone starts from.
pub fn strategy() -> milepost_strategy::model::Strategy {
    let world = FILES.iter().fold(MemoryWorld::default(), |world, (name, text)| world.with(*name, *text));
    milepost_strategy::check(&world).strategy.expect("the template is right")
}

/// A strategy in memory, with a folder of its own for scenarios.
pub struct Small {
    folder: PathBuf,
    /// What is wrong with the files, if anything is.
    pub wrong: Arc<Mutex<Option<String>>>,
}

impl Source for Small {
    fn load(&self) -> Result<Loaded, String> {
        if let Some(wrong) = self.wrong.lock().unwrap().clone() {
            return Err(wrong);
        }
        let content = Content::Bytes(b"<!DOCTYPE html><title>here</title>".to_vec());
        let page = File { media: "text/html; charset=utf-8".into(), content };
        let files = ["index.html", "levers.html"].map(|name| (name.to_string(), page.clone()));
        Ok(Loaded { strategy: strategy(), run: None, files: files.into(), notes: Vec::new() })
    }

    fn folder(&self) -> PathBuf {
        self.folder.clone()
    }

    fn shown(&self) -> String {
        "small".into()
    }
}

/// A server under test; it is told to end when this is dropped.
pub struct Running {
    pub address: SocketAddr,
    pub folder: PathBuf,
    pub wrong: Arc<Mutex<Option<String>>>,
    end: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

/// Starts a server whose patience is short.
pub fn start(name: &str, patience: Duration) -> Running {
    start_at(name, patience, "127.0.0.1:0")
}

/// As [`start`], on an address of its own.
pub fn start_at(name: &str, patience: Duration, at: &'static str) -> Running {
    let folder = std::env::temp_dir().join(format!("milepost-serve-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let wrong: Arc<Mutex<Option<String>>> = Arc::default();
    let source = Small { folder: folder.clone(), wrong: wrong.clone() };
    let (told, address) = channel();
    let (end, ended) = tokio::sync::oneshot::channel();
    let thread = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let address = at.parse().unwrap();
            let options = Options { address, threads: 2, language: Language::english(), patience };
            let server = Server::bind(source, options).await.unwrap();
            told.send(server.address()).unwrap();
            let end = async {
                let _ = ended.await;
            };
            server.run(end).await.unwrap();
        });
        runtime.shutdown_background();
    });
    Running { address: address.recv().unwrap(), folder, wrong, end: Some(end), thread: Some(thread) }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end.take().map(|end| end.send(()));
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }

    /// The sentence of a refusal.
    pub fn error(&self) -> String {
        self.json()["error"].as_str().unwrap_or_default().to_string()
    }
}

impl Running {
    /// A connection that does not wait for ever.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream.set_write_timeout(Some(Duration::from_secs(10))).unwrap();
        stream
    }

    /// Sends bytes and reads until the other end closes.
    pub fn raw(&self, bytes: &[u8]) -> Option<Answer> {
        let mut stream = self.connect();
        // The server may answer and close before everything is sent.
        let _ = stream.write_all(bytes);
        read(&mut stream)
    }

    pub fn get(&self, path: &str) -> Answer {
        let text = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        self.raw(text.as_bytes()).expect("an answer")
    }

    pub fn post(&self, path: &str, body: &str) -> Answer {
        let text = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.raw(text.as_bytes()).expect("an answer")
    }
}

/// An answer, if one comes before the other end closes.
pub fn read(stream: &mut TcpStream) -> Option<Answer> {
    let mut all = Vec::new();
    // A connection that is cut may still have answered.
    let _ = stream.read_to_end(&mut all);
    let split = all.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&all[..split]).into_owned();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let body = all[split + 4..].to_vec();
    Some(Answer { status, head, body })
}
