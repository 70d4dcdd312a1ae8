//! Why a request is not answered: a status and one sentence.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Why a request is not answered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct Refusal {
    /// The status of the answer.
    pub status: u16,
    /// One sentence for people.
    pub why: String,
}

impl Refusal {
    /// The request makes no sense.
    pub(crate) fn bad(why: impl Into<String>) -> Refusal {
        Refusal { status: 400, why: why.into() }
    }

    /// The request may not be made from there.
    pub(crate) fn forbidden(why: impl Into<String>) -> Refusal {
        Refusal { status: 403, why: why.into() }
    }

    /// There is nothing of the kind.
    pub(crate) fn unknown(why: impl Into<String>) -> Refusal {
        Refusal { status: 404, why: why.into() }
    }

    /// Another request took its place.
    pub(crate) fn replaced() -> Refusal {
        Refusal { status: 409, why: "a newer move of the levers took the place of this one".into() }
    }

    /// What was asked is sound, but cannot be computed.
    pub(crate) fn unfit(why: impl Into<String>) -> Refusal {
        Refusal { status: 422, why: why.into() }
    }

    /// Too much is asked at once.
    pub(crate) fn busy(why: impl Into<String>) -> Refusal {
        Refusal { status: 429, why: why.into() }
    }

    /// The server cannot answer now.
    pub(crate) fn later(why: impl Into<String>) -> Refusal {
        Refusal { status: 503, why: why.into() }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = Json(serde_json::json!({ "error": self.why }));
        match self.status {
            429 | 503 => (status, [(header::RETRY_AFTER, "1")], body).into_response(),
            _ => (status, body).into_response(),
        }
    }
}
