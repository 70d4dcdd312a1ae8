//! Pages and tables: what is listed, and nothing else.

use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::{Content, File, Refusal};

/// A file as an answer.
pub(super) async fn answer(file: File) -> Result<Response, Refusal> {
    let read = move || -> Result<Vec<u8>, String> {
        match file.content {
            Content::Bytes(bytes) => Ok(bytes),
            Content::Path(path) => std::fs::read(&path).map_err(|e| e.to_string()),
            Content::Table(path) => {
                let columns = milepost_ensemble::read_table(&path).map_err(|e| e.to_string())?;
                Ok(milepost_publish::site::table_csv(&columns).into_bytes())
            }
        }
    };
    let gone = |why: String| Refusal::unknown(format!("the file cannot be read any more: {why}"));
    let bytes = tokio::task::spawn_blocking(read).await.map_err(|e| gone(e.to_string()))?.map_err(gone)?;
    Ok(([(header::CONTENT_TYPE, file.media)], Body::from(bytes)).into_response())
}
