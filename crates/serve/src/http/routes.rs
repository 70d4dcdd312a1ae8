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
use super::guard::{from_here, guard};
use super::listener::Connection;
use crate::Refusal;
use crate::levers::sheet;
use crate::moves::{self, Asked, Client, answer};
use crate::outcomes::Columns;
use crate::scenarios;
use crate::server::State;
use crate::types::{LeverSheet, Move, Moved, Scenario};

/// Bytes of a body.
const MOST_OF_BODY: usize = 64 << 10;

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
        .route("/api/outcomes", get(outcomes))
        .route("/api/outcomes.bin", get(numbers))
        .route("/api/future", get(future))
        .route("/api/scenarios", get(scenarios_kept).post(scenario_saved))
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

async fn levers(Extract(state): Shared) -> Json<LeverSheet> {
    Json(sheet(&state.served().strategy, state.language))
}

async fn moved(
    Extract(state): Shared,
    Extension(connection): Extension<Connection>,
    request: Request,
) -> Result<Json<Moved>, Refusal> {
    let since = Instant::now();
    let asked: Move = body(request, state.patience).await?;
    let viewer = asked.viewer.clone();
    if viewer.as_ref().is_some_and(|viewer| viewer.chars().count() > MOST_OF_VIEWER) {
        return Err(Refusal::bad(format!("a viewer is called by {MOST_OF_VIEWER} characters at most")));
    }
    let served = state.served();
    let client = Client { address: connection.peer.ip().to_canonical(), viewer };
    let ticket = state.queue.ask(&served, Asked::new(&served.strategy, &asked)?, client)?;
    let late = |_| Refusal::later("the server has too much to do; try again in a moment");
    let done = tokio::time::timeout(MOVING, ticket.answer()).await.map_err(late)??;
    aside(move || Ok(answer(&done, state.language, &state.source.shown(), since))).await.map(Json)
}

/// A body of JSON, whole and in time.
pub(super) async fn body<T: DeserializeOwned>(request: Request, patience: Duration) -> Result<T, Refusal> {
    let media = request.headers().get(header::CONTENT_TYPE).and_then(|media| media.to_str().ok()).unwrap_or_default();
    // Browsers let pages of others send anything but JSON without asking.
    if media.split(';').next().is_none_or(|media| !media.trim().eq_ignore_ascii_case("application/json")) {
        return Err(Refusal { status: 415, why: "send JSON, with the header `Content-Type: application/json`".into() });
    }
    // What says that it is too large need not be waited for.
    let said = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if said.is_some_and(|length: usize| length > MOST_OF_BODY) {
        return Err(larger());
    }
    let read = <Bytes as FromRequest<()>>::from_request(request, &());
    let slow =
        |_| Refusal { status: 408, why: format!("the body was not there after {} seconds", patience.as_secs_f64()) };
    let bytes: Bytes = tokio::time::timeout(patience, read).await.map_err(slow)?.map_err(|why| too_large(&why))?;
    serde_json::from_slice(&bytes).map_err(|why| Refusal::bad(format!("the body is not what is expected: {why}")))
}

fn larger() -> Refusal {
    Refusal { status: 413, why: format!("the body is larger than {} KiB", MOST_OF_BODY >> 10) }
}

fn too_large(why: &axum::extract::rejection::BytesRejection) -> Refusal {
    match why.status() {
        StatusCode::PAYLOAD_TOO_LARGE => larger(),
        _ => Refusal::bad("the body cannot be read"),
    }
}

/// Does something that takes a while, off the threads that answer.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> Result<T, Refusal> + Send + 'static) -> Result<T, Refusal> {
    let broken =
        |_| Refusal { status: 500, why: "the answer could not be made; the server's terminal says why".into() };
    tokio::task::spawn_blocking(work).await.map_err(broken)?
}

type Asking<T> = Result<Query<T>, axum::extract::rejection::QueryRejection>;

#[derive(Deserialize)]
struct OfPathway {
    pathway: String,
}

async fn columns(state: Arc<State>, query: Asking<OfPathway>) -> Result<Columns, Refusal> {
    let Query(OfPathway { pathway }) =
        query.map_err(|_| Refusal::bad("say whose futures, as in /api/outcomes?pathway=NAME"))?;
    aside(move || {
        let served = state.served();
        let run =
            served.run.as_ref().ok_or_else(|| Refusal::unknown("there is no stored run; make it: milepost run"))?;
        moves::pathway(&run.strategy, &pathway)?;
        served.columns.columns(run, &pathway, state.language)
    })
    .await
}

async fn outcomes(Extract(state): Shared, query: Asking<OfPathway>) -> Result<Response, Refusal> {
    Ok(Json(&columns(state, query).await?.0).into_response())
}

async fn numbers(Extract(state): Shared, query: Asking<OfPathway>) -> Result<Response, Refusal> {
    let bytes = columns(state, query).await?.1.clone();
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response())
}

#[derive(Deserialize)]
struct OfFuture {
    pathway: String,
    member: u64,
}

async fn future(Extract(state): Shared, query: Asking<OfFuture>) -> Result<Response, Refusal> {
    let Query(OfFuture { pathway, member }) =
        query.map_err(|_| Refusal::bad("say which future, as in /api/future?pathway=NAME&member=17"))?;
    let text = aside(move || {
        let served = state.served();
        let run =
            served.run.as_ref().ok_or_else(|| Refusal::unknown("there is no stored run; make it: milepost run"))?;
        served.futures.page(run, &pathway, member, state.language)
    });
    Ok(([(header::CONTENT_TYPE, "text/html; charset=utf-8")], text.await?).into_response())
}

async fn scenarios_kept(Extract(state): Shared) -> Result<Json<Vec<Scenario>>, Refusal> {
    aside(move || scenarios::all(&state)).await.map(Json)
}

async fn scenario_saved(
    Extract(state): Shared,
    Extension(connection): Extension<Connection>,
    request: Request,
) -> Result<Json<Vec<Scenario>>, Refusal> {
    from_here(&connection)?;
    let scenario: Scenario = body(request, state.patience).await?;
    aside(move || scenarios::save(&state, scenario)).await.map(Json)
}

#[derive(Deserialize)]
struct Since {
    since: Option<u64>,
}

/// A stream of one event at a time: a browser asks again with the number of the last one that it heard.
async fn events(Extract(state): Shared, query: Asking<Since>, headers: HeaderMap) -> Result<Response, Refusal> {
    let Query(Since { since }) = query.map_err(|_| Refusal::bad("`since` is a number, as in /api/events?since=3"))?;
    let heard = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let (count, event) = state.events.after(heard.or(since)).await;
    let text = serde_json::to_string(&event).map_err(|e| Refusal::later(e.to_string()))?;
    let text = format!("retry: 250\nid: {count}\ndata: {text}\n\n");
    Ok(([(header::CONTENT_TYPE, "text/event-stream")], text).into_response())
}
