//! From an operation of the contract to a route: decoding, validation, role and answer are read from the handler's signature.

mod decode;

use std::{cell::RefCell, collections::BTreeMap, future::Future, rc::Rc, sync::Arc};

use actix_web::{HttpMessage, HttpRequest, HttpResponse, body::BoxBody, cookie::Cookie, http::header, web};
use futures_util::future::LocalBoxFuture;
use shared::{Method, Operation, ProblemKind};
use utoipa::{PartialSchema, ToSchema, openapi::RefOr, openapi::schema::Schema};

use crate::{
    app::App,
    caller::{Caller, TraceId},
    db::{Db, Once},
    problem::{self, Error},
};

type Answer = LocalBoxFuture<'static, Result<HttpResponse<BoxBody>, Error>>;
type Run = Arc<dyn Fn(Call, web::Payload) -> Answer + Send + Sync>;
type Schemas = Vec<(String, RefOr<Schema>)>;

/// What a handler may need of the request besides its caller and its fields.
pub struct Call {
    /// The application.
    pub app: web::Data<App>,
    /// The HTTP request.
    pub http: HttpRequest,
    /// The cookies that the answer will set.
    pub cookies: Rc<RefCell<Vec<Cookie<'static>>>>,
    once: Option<Once>,
}

impl Call {
    /// The database; its first write is done once when the operation bears a key.
    pub fn db(&self) -> Db {
        match &self.once {
            Some(once) => self.app.db.once(once.clone()),
            None => self.app.db.clone(),
        }
    }

    /// The key of a creating request with a digest of what it asks: the same for a retry, another for everything else.
    pub fn retry_key(&self) -> Option<String> {
        self.once.as_ref().map(|once| format!("{} {} {}", once.porteur, once.cle, once.empreinte))
    }

    /// Sets a cookie with the answer.
    pub fn set(&self, cookie: Cookie<'static>) {
        self.cookies.borrow_mut().push(cookie);
    }
}

/// What a handler takes as its second argument: the database alone, or the whole call.
pub trait FromCall {
    /// Takes it.
    fn from_call(call: Call) -> Self;
}

impl FromCall for Db {
    fn from_call(call: Call) -> Self {
        call.db()
    }
}

impl FromCall for Call {
    fn from_call(call: Call) -> Self {
        call
    }
}

/// An operation, mounted.
pub struct Mounted {
    /// Its name in the contract.
    pub name: &'static str,
    /// Its method.
    pub method: Method,
    /// Its address.
    pub path: &'static str,
    /// Who may call it.
    pub role: &'static str,
    /// Whether it needs an `Idempotency-Key`.
    pub once: bool,
    /// What the body of the request is.
    pub takes: Takes,
    /// What the body of the answer is.
    pub gives: Gives,
    /// The schema of the request.
    pub request: fn() -> RefOr<Schema>,
    /// The name and schema of the reply.
    pub reply: fn() -> (String, RefOr<Schema>),
    /// The schemas that both refer to.
    pub schemas: fn(&mut Schemas),
    run: Run,
}

/// What the body of a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// The fields, as JSON.
    Json,
    /// A file, at most so many bytes.
    File(usize),
}

/// What the body of an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// The reply, as JSON.
    Json,
    /// A stream of events, each of the type of the reply.
    Events,
    /// A file, which the reply describes.
    File,
}

/// Where the rooms introduce their operations.
#[derive(Default)]
pub struct Room(Vec<Mounted>);

impl Room {
    /// Mounts a handler `async fn(caller, db_or_call, request) -> Result<Reply, Error>`.
    pub fn on<C, S, O, F, Fut>(&mut self, handler: F) -> &mut Self
    where
        C: Caller,
        S: FromCall,
        O: Operation + ToSchema,
        O::Reply: ToSchema,
        F: Fn(C, S, O) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<O::Reply, Error>> + 'static,
    {
        let run: Run = Arc::new(move |call, payload| {
            let handler = handler.clone();
            Box::pin(async move {
                let cookies = Rc::clone(&call.cookies);
                let trace_id = trace_id(&call.http);
                let answered = async {
                    let (caller, call, request, _) = open::<C, O>(call, payload, Takes::Json).await?;
                    let reply = handler(caller, S::from_call(call), request).await?;
                    let body = serde_json::to_vec(&reply).map_err(|why| Error::Internal(why.to_string()))?;
                    Ok(HttpResponse::Ok().content_type("application/json").body(body))
                };
                // A refusal takes its cookies along too: a session that is over is removed from the browser.
                let mut response = answered.await.unwrap_or_else(|error| problem::respond(error, &trace_id));
                for cookie in cookies.borrow_mut().drain(..) {
                    response.add_cookie(&cookie).map_err(|why| Error::Internal(why.to_string()))?;
                }
                Ok(response)
            })
        });
        self.mount::<C, O>(run, Takes::Json, Gives::Json)
    }

    /// Mounts a handler that answers with a stream of events, each of the type of the reply.
    pub fn on_stream<C, O, F, Fut>(&mut self, handler: F) -> &mut Self
    where
        C: Caller,
        O: Operation + ToSchema,
        O::Reply: ToSchema,
        F: Fn(C, Call, O) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<HttpResponse, Error>> + 'static,
    {
        self.on_raw(handler, Gives::Events)
    }

    /// Mounts a handler that answers with a file.
    pub fn on_file<C, O, F, Fut>(&mut self, handler: F) -> &mut Self
    where
        C: Caller,
        O: Operation + ToSchema,
        O::Reply: ToSchema,
        F: Fn(C, Call, O) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<HttpResponse, Error>> + 'static,
    {
        self.on_raw(handler, Gives::File)
    }

    fn on_raw<C, O, F, Fut>(&mut self, handler: F, gives: Gives) -> &mut Self
    where
        C: Caller,
        O: Operation + ToSchema,
        O::Reply: ToSchema,
        F: Fn(C, Call, O) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<HttpResponse, Error>> + 'static,
    {
        let run: Run = Arc::new(move |call, payload| {
            let handler = handler.clone();
            Box::pin(async move {
                let (caller, call, request, _) = open::<C, O>(call, payload, Takes::Json).await?;
                handler(caller, call, request).await
            })
        });
        self.mount::<C, O>(run, Takes::Json, gives)
    }

    /// Mounts a handler whose request is a file of at most so many bytes; its fields are in the path.
    pub fn on_upload<C, O, F, Fut>(&mut self, handler: F, most: usize) -> &mut Self
    where
        C: Caller,
        O: Operation + ToSchema,
        O::Reply: ToSchema,
        F: Fn(C, Call, O, Vec<u8>) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<O::Reply, Error>> + 'static,
    {
        let run: Run = Arc::new(move |call, payload| {
            let handler = handler.clone();
            Box::pin(async move {
                let (caller, call, request, file) = open::<C, O>(call, payload, Takes::File(most)).await?;
                let reply = handler(caller, call, request, file).await?;
                let body = serde_json::to_vec(&reply).map_err(|why| Error::Internal(why.to_string()))?;
                Ok(HttpResponse::Ok().content_type("application/json").body(body))
            })
        });
        self.mount::<C, O>(run, Takes::File(most), Gives::Json)
    }

    fn mount<C, O>(&mut self, run: Run, takes: Takes, gives: Gives) -> &mut Self
    where
        C: Caller,
        O: Operation + ToSchema,
        O::Reply: ToSchema,
    {
        self.0.push(Mounted {
            name: <O as Operation>::name(),
            method: O::METHOD,
            path: O::PATH,
            role: C::ROLE,
            once: O::ONCE,
            takes,
            gives,
            request: O::schema,
            reply: || (O::Reply::name().into_owned(), O::Reply::schema()),
            schemas: |schemas| {
                O::schemas(schemas);
                O::Reply::schemas(schemas);
            },
            run,
        });
        self
    }

    /// What is mounted, in the order of addresses.
    pub fn mounted(mut self) -> Vec<Mounted> {
        self.0.sort_by_key(|operation| (operation.path, operation.method));
        self.0
    }
}

// Who comes first, then what: a caller without the right learns nothing about the fields.
async fn open<C: Caller, O: Operation>(
    mut call: Call,
    payload: web::Payload,
    takes: Takes,
) -> Result<(C, Call, O, Vec<u8>), Error> {
    let caller = C::identify(&call.app, &call.http).await?;
    let (body, file) = match takes {
        Takes::Json => (decode::body(&call.http, O::METHOD, payload).await?, Vec::new()),
        Takes::File(most) => (b"{}".to_vec(), decode::file(&call.http, payload, most).await?),
    };
    let request = decode::request::<O>(&call.http, &body)?;
    if O::ONCE {
        call.once = Some(decode::key::<O>(&call, caller.porteur(), &body)?);
    }
    Ok((caller, call, request, file))
}

/// Adds every operation to the server: one resource a path, 405 for a method that it does not have.
pub fn serve(operations: &[Mounted], config: &mut web::ServiceConfig) {
    let mut paths: BTreeMap<&str, Vec<(Method, Run)>> = BTreeMap::new();
    for operation in operations {
        paths.entry(operation.path).or_default().push((operation.method, Arc::clone(&operation.run)));
    }
    for (path, methods) in paths {
        let methods: Arc<[(Method, Run)]> = methods.into();
        let route = move |app: web::Data<App>, http: HttpRequest, payload: web::Payload| {
            let methods = Arc::clone(&methods);
            async move { answer(&methods, app, http, payload).await }
        };
        config.service(web::resource(path).to(route));
    }
}

async fn answer(
    methods: &[(Method, Run)],
    app: web::Data<App>,
    http: HttpRequest,
    payload: web::Payload,
) -> HttpResponse {
    let trace_id = trace_id(&http);
    let Some((_, run)) = methods.iter().find(|(method, _)| method.name() == http.method().as_str()) else {
        let allowed: Vec<_> = methods.iter().map(|(method, _)| method.name()).collect();
        let mut response = problem::respond(ProblemKind::MethodeRefusee.into(), &trace_id);
        if let Ok(allowed) = header::HeaderValue::from_str(&allowed.join(", ")) {
            response.headers_mut().insert(header::ALLOW, allowed);
        }
        return response;
    };
    let call = Call { app, http, cookies: Rc::default(), once: None };
    run(call, payload).await.unwrap_or_else(|error| problem::respond(error, &trace_id))
}

/// The id of a request, for its problem and its line in the log.
pub fn trace_id(http: &HttpRequest) -> String {
    http.extensions().get::<TraceId>().map(|id| id.0.clone()).unwrap_or_default()
}
