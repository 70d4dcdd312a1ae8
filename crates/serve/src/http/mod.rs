//! Requests and answers, within bounds.

mod files;
mod guard;
mod listener;
mod routes;

use std::sync::Arc;

use tokio::net::TcpListener;

use self::listener::Bounded;
use crate::server::State;

/// Answers until `end` comes.
pub(crate) async fn serve(
    listener: TcpListener,
    state: Arc<State>,
    end: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let patience = state.patience;
    let app = routes::router(state).into_make_service_with_connect_info::<listener::Connection>();
    axum::serve(Bounded::new(listener, patience), app).with_graceful_shutdown(end).await
}
