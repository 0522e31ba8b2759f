//! Refusals: what went wrong inside becomes a problem that says nothing of the inside.

use actix_web::{HttpResponse, http::StatusCode, http::header};
use diesel::result::{DatabaseErrorKind, Error as Sql};
use shared::{Problem, ProblemKind};

/// Why a request is not answered.
#[derive(Debug)]
pub enum Error {
    /// A refusal of the contract.
    Refused(Problem),
    /// Too many tries; come back in so many seconds.
    Throttled(u64),
    /// The database is busy or away.
    Unavailable,
    /// The database refused a statement.
    Sql(Sql),
    /// A setting cannot be used; said before anything starts.
    Setting(String),
    /// Something else broke; the text is for the logs only.
    Internal(String),
}

impl Error {
    /// Whether the connection has gone: others that were open with it have too.
    pub fn is_cut(&self) -> bool {
        matches!(self, Self::Sql(why) if is_cut(why))
    }

    /// Whether two writers collided and the loser may simply try again.
    pub fn is_collision(&self) -> bool {
        matches!(self, Self::Sql(why) if Self::is_collision_of(why))
    }

    /// See [`Error::is_collision`].
    pub fn is_collision_of(error: &Sql) -> bool {
        use DatabaseErrorKind::{SerializationFailure, UniqueViolation};
        match error {
            Sql::DatabaseError(UniqueViolation | SerializationFailure, _) => true,
            Sql::DatabaseError(_, what) => what.message().contains("deadlock detected"),
            _ => false,
        }
    }

    /// Whether a UNIQUE of the schema refused a row.
    pub fn is_duplicate(error: &Sql) -> bool {
        matches!(error, Sql::DatabaseError(DatabaseErrorKind::UniqueViolation, _))
    }

    /// The problem for the client; what broke inside goes to the log with the same id.
    pub fn into_problem(self, trace_id: &str) -> (Problem, Option<u64>) {
        let (problem, retry) = match self {
            Self::Refused(problem) => (problem, None),
            Self::Throttled(seconds) => (ProblemKind::TropDEssais.into(), Some(seconds)),
            Self::Unavailable => (ProblemKind::Indisponible.into(), Some(2)),
            Self::Sql(why) if is_away(&why) => {
                tracing::warn!(trace_id, %why, "the database is away");
                (ProblemKind::Indisponible.into(), Some(2))
            }
            Self::Sql(why) => internal(trace_id, &why.to_string()),
            Self::Setting(why) | Self::Internal(why) => internal(trace_id, &why),
        };
        (Problem { trace_id: Some(trace_id.to_owned()), ..problem }, retry)
    }
}

fn internal(trace_id: &str, why: &str) -> (Problem, Option<u64>) {
    tracing::error!(trace_id, why, "a request failed");
    (ProblemKind::ErreurInterne.into(), None)
}

// Busy, locked, full, read-only, closed: it may pass.
fn is_away(why: &Sql) -> bool {
    const SIGNS: [&str; 7] = [
        "database is locked",
        "database or disk is full",
        "readonly database",
        "disk I/O error",
        "lock timeout",
        "statement timeout",
        "the database system is",
    ];
    match why {
        why if is_cut(why) => true,
        Sql::DatabaseError(_, what) => SIGNS.iter().any(|sign| what.message().contains(sign)),
        _ => false,
    }
}

// The connection has gone, in the words of libpq.
fn is_cut(why: &Sql) -> bool {
    const SIGNS: [&str; 4] = [
        "no connection to the server",
        "server closed the connection",
        "terminating connection",
        "could not receive data",
    ];
    match why {
        Sql::DatabaseError(DatabaseErrorKind::ClosedConnection, _) | Sql::BrokenTransactionManager => true,
        Sql::DatabaseError(_, what) => SIGNS.iter().any(|sign| what.message().contains(sign)),
        _ => false,
    }
}

/// Writes a problem as the answer.
pub fn respond(error: Error, trace_id: &str) -> HttpResponse {
    let (problem, retry) = error.into_problem(trace_id);
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::build(status);
    if let Some(seconds) = retry {
        response.insert_header((header::RETRY_AFTER, seconds.to_string()));
    }
    response.insert_header((header::CONTENT_LANGUAGE, "fr"));
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    response.content_type("application/problem+json").body(body)
}

impl From<Sql> for Error {
    fn from(why: Sql) -> Self {
        match why {
            Sql::NotFound => ProblemKind::Introuvable.into(),
            why => Self::Sql(why),
        }
    }
}

impl From<ProblemKind> for Error {
    fn from(kind: ProblemKind) -> Self {
        Self::Refused(kind.into())
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem)
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(problem) => problem.fmt(f),
            Self::Throttled(seconds) => write!(f, "too many tries, come back in {seconds} s"),
            Self::Unavailable => f.write_str("the database is busy or away"),
            Self::Sql(why) => why.fmt(f),
            Self::Setting(why) | Self::Internal(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for Error {}
