//! What can be asked for.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Extension, FromRequest, Path, Query, Request, State as Extract};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::files;
use super::guard::guard;
use super::listener::Connection;
use crate::Refusal;
use crate::levers::sheet;
use crate::moves::{Asked, Client, answer};
use crate::server::State;
use crate::types::{Move, Moved};

/// Bytes of a body.
const MOST_OF_BODY: usize = 64 << 10;

/// A body must be there after this long.
const BODY: Duration = Duration::from_secs(10);

/// A move that waited this long is given up.
const MOVING: Duration = Duration::from_secs(60);

/// Characters by which a viewer may be called.
const MOST_OF_VIEWER: usize = 64;

type Shared = Extract<Arc<State>>;

/// Every route.
pub(super) fn router(state: Arc<State>) -> Router {
    Router::new()
        .route("/", get(index))
        .route("/{page}", get(page))
        .route("/data/{table}", get(table))
        .route("/api/levers", get(levers))
        .route("/api/move", post(moved))
        .route("/api/events", get(events))
        .fallback(unknown)
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(MOST_OF_BODY))
        .layer(middleware::from_fn_with_state(state.clone(), guard))
        .with_state(state)
}

async fn unknown(request: Request) -> Refusal {
    let path: String = request.uri().path().chars().filter(|c| !c.is_control()).take(60).collect();
    Refusal::unknown(format!("there is nothing at `{path}`; begin at `/`"))
}

async fn wrong_method(method: Method) -> Refusal {
    Refusal { status: 405, why: format!("this address does not take {method}") }
}

async fn index(state: Shared) -> Result<Response, Refusal> {
    named(state, "index.html".into()).await
}

async fn page(state: Shared, Path(name): Path<String>) -> Result<Response, Refusal> {
    named(state, name).await
}

async fn table(state: Shared, Path(name): Path<String>) -> Result<Response, Refusal> {
    named(state, format!("data/{name}")).await
}

/// What is listed under this path: an address never becomes a path on disk.
async fn named(Extract(state): Shared, path: String) -> Result<Response, Refusal> {
    match state.served().files.get(&path).cloned() {
        Some(file) => files::answer(file).await,
        None => {
            let path: String = path.chars().filter(|c| !c.is_control()).take(60).collect();
            Err(Refusal::unknown(format!("there is nothing at `/{path}`; begin at `/`")))
        }
    }
}

async fn levers(Extract(state): Shared) -> Result<Response, Refusal> {
    let served = state.served();
    // The pathways are run once to say where each has its levers.
    let text = tokio::task::spawn_blocking(move || {
        let sheet = served.sheet.get_or_init(|| sheet(&served.strategy));
        serde_json::to_vec(sheet).map_err(|e| Refusal::later(e.to_string()))
    });
    let text = text.await.map_err(|e| Refusal::later(e.to_string()))??;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

async fn moved(
    Extract(state): Shared,
    Extension(connection): Extension<Connection>,
    request: Request,
) -> Result<Json<Moved>, Refusal> {
    let since = Instant::now();
    let asked: Move = body(request).await?;
    let viewer = asked.viewer.clone();
    if viewer.as_ref().is_some_and(|viewer| viewer.chars().count() > MOST_OF_VIEWER) {
        return Err(Refusal::bad(format!("a viewer is called by {MOST_OF_VIEWER} characters at most")));
    }
    let served = state.served();
    let client = Client { address: connection.peer.ip().to_canonical(), viewer };
    let ticket = state.queue.ask(&served, Asked::new(&served.strategy, &asked)?, client)?;
    let late = |_| Refusal::later("the server has too much to do; try again in a moment");
    let done = tokio::time::timeout(MOVING, ticket.answer()).await.map_err(late)??;
    let told = move || answer(&done, &state.language, &state.source.shown(), since);
    tokio::task::spawn_blocking(told).await.map(Json).map_err(|e| Refusal { status: 500, why: e.to_string() })
}

/// A body of JSON, whole and in time.
pub(super) async fn body<T: DeserializeOwned>(request: Request) -> Result<T, Refusal> {
    let media = request.headers().get(header::CONTENT_TYPE).and_then(|media| media.to_str().ok()).unwrap_or_default();
    // Browsers let pages of others send anything but JSON without asking.
    if media.split(';').next().is_none_or(|media| !media.trim().eq_ignore_ascii_case("application/json")) {
        return Err(Refusal { status: 415, why: "send JSON, with the header `Content-Type: application/json`".into() });
    }
    let read = <Bytes as FromRequest<()>>::from_request(request, &());
    let slow = |_| Refusal { status: 408, why: format!("the body was not there after {} seconds", BODY.as_secs()) };
    let bytes: Bytes = tokio::time::timeout(BODY, read).await.map_err(slow)?.map_err(|why| too_large(&why))?;
    serde_json::from_slice(&bytes).map_err(|why| Refusal::bad(format!("the body is not what is expected: {why}")))
}

fn too_large(why: &axum::extract::rejection::BytesRejection) -> Refusal {
    match why.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Refusal { status: 413, why: format!("the body is larger than {} KiB", MOST_OF_BODY >> 10) }
        }
        _ => Refusal::bad("the body cannot be read"),
    }
}

#[derive(Deserialize)]
struct Since {
    since: Option<u64>,
}

/// A stream of one event at a time: a browser asks again with the number of the last one that it heard.
async fn events(
    Extract(state): Shared,
    query: Result<Query<Since>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let Query(Since { since }) = query.map_err(|_| Refusal::bad("`since` is a number, as in /api/events?since=3"))?;
    let heard = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let (count, event) = state.events.after(heard.or(since)).await;
    let text = serde_json::to_string(&event).map_err(|e| Refusal::later(e.to_string()))?;
    let text = format!("retry: 250\nid: {count}\ndata: {text}\n\n");
    Ok(([(header::CONTENT_TYPE, "text/event-stream")], text).into_response())
}
