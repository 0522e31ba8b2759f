//! The page, embedded and precompressed, and the first paint: what the page is about is in the HTML before any wasm.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{Method, header},
    web,
};
use rust_embed::RustEmbed;
use shared::{
    ProblemKind, Program, accueil::CodeSupport, accueil::EspaceTemps, accueil::Porte, fields::CodeEspace,
    permanences::CodePrescription,
};

use crate::{
    accueil::{
        self, photos,
        programme::{self, Form},
    },
    app::App,
    comptes, headers, mount, problem,
    problem::Error,
    time,
};

/// What `deploy/page.sh` left: a folder for each program, each file with its `.br` and `.gz`.
#[derive(RustEmbed)]
#[folder = "../dist"]
struct Files;

const HEAD: &str = "<!--tete-->";
const FIRST_PAINT: &str = "<!--premier-rendu-->";
const TITLE: &str = "<title>Côte à Côte</title>";

/// Answers everything that is not an operation.
pub async fn fallback(app: web::Data<App>, http: HttpRequest) -> HttpResponse {
    let trace_id = mount::trace_id(&http);
    let path = http.path();
    if headers::is_api(path) {
        return problem::respond(ProblemKind::Introuvable.into(), &trace_id);
    }
    if !matches!(*http.method(), Method::GET | Method::HEAD) {
        return problem::respond(ProblemKind::MethodeRefusee.into(), &trace_id);
    }
    if let Some(asset) = asset(path) {
        return serve(&http, &asset);
    }
    if let Some(code) = path.strip_prefix("/e/").and_then(|rest| rest.strip_suffix("/qr.svg")) {
        return qr(&app, &http, code).await.unwrap_or_else(|error| problem::respond(error, &trace_id));
    }
    if let Some(code) = path.strip_prefix("/orientation/").and_then(|rest| rest.strip_suffix("/qr.svg")) {
        return paper_qr(&app, code).unwrap_or_else(|error| problem::respond(error, &trace_id));
    }
    if let Some((code, form)) = path.strip_prefix("/e/").and_then(Form::of) {
        return programme::respond(&app, code, form).await.unwrap_or_else(|error| problem::respond(error, &trace_id));
    }
    if let Some((code, photo)) = path.strip_prefix("/e/").and_then(photos::named) {
        return photos::respond(&app, code, photo).await.unwrap_or_else(|error| problem::respond(error, &trace_id));
    }
    if path == "/programme.css" {
        return programme::style();
    }
    // A file that is not there is not a page.
    if path.rsplit('/').next().is_some_and(|name| name.contains('.')) {
        return problem::respond(ProblemKind::Introuvable.into(), &trace_id);
    }
    page(&app, &http).await
}

// Files are told apart by their folder: those of the other programs lie in theirs, everything else in `jeune/`.
fn asset(path: &str) -> Option<String> {
    let folder = path.split('/').nth(1).unwrap_or_default();
    let has_folder = Program::ALL.iter().any(|one| *one != Program::Jeune && one.folder() == folder);
    let name = if has_folder { path.trim_start_matches('/').to_owned() } else { format!("jeune{path}") };
    let is_file = !name.ends_with('/') && !name.ends_with(".html") && !name.ends_with(".br") && !name.ends_with(".gz");
    (is_file && Files::get(&name).is_some()).then_some(name)
}

fn serve(http: &HttpRequest, name: &str) -> HttpResponse {
    let accepted =
        http.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let accepts =
        |coding: &str| accepted.split(',').any(|one| one.split(';').next().is_some_and(|one| one.trim() == coding));
    let packed = [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(coding, _)| accepts(coding))
        .find_map(|(coding, ending)| Files::get(&format!("{name}.{ending}")).map(|file| (coding, file)));
    let mut response = HttpResponse::Ok();
    response.content_type(content_type(name)).insert_header((header::VARY, "Accept-Encoding"));
    let age = if is_hashed(name) { "public, max-age=31536000, immutable" } else { "no-cache" };
    response.insert_header((header::CACHE_CONTROL, age));
    match packed {
        Some((coding, file)) => response.insert_header((header::CONTENT_ENCODING, coding)).body(file.data.into_owned()),
        None => Files::get(name)
            .map_or_else(|| HttpResponse::NotFound().finish(), |file| response.body(file.data.into_owned())),
    }
}

// Trunk puts sixteen hexadecimal digits into the names of what it builds.
fn is_hashed(name: &str) -> bool {
    name.contains("/polices/")
        || name.split(['-', '_', '.', '/']).any(|part| 8 <= part.len() && part.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("wasm") => "application/wasm",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("webmanifest" | "json") => "application/json; charset=utf-8",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

async fn page(app: &App, http: &HttpRequest) -> HttpResponse {
    let path = http.path();
    // Screens are told apart by the list that the programs follow too: /moi, /revenir … are those of `suite/`.
    let program = Program::at(path);
    let Some(html) = Files::get(&format!("{}/index.html", program.folder())) else {
        let text = "The page is not built into this binary: run `make build`.";
        return HttpResponse::ServiceUnavailable().content_type("text/plain; charset=utf-8").body(text);
    };
    let html = String::from_utf8_lossy(&html.data);
    let first = path.strip_prefix("/e/");
    let espace = match first.or_else(|| path.strip_prefix("/lieux/")) {
        Some(code) => find_espace(app, code.trim_end_matches('/')).await,
        None => None,
    };
    // Whoever has a session sees their own screen first, never the door.
    let is_visitor = http.cookie(comptes::cookies::REFRESH).is_none();
    let html = match espace {
        Some(espace) if first.is_none() => {
            html.replace(HEAD, &head(&espace)).replace(FIRST_PAINT, &paint_lieu(app, &espace))
        }
        Some(espace) => {
            html.replace(HEAD, &head(&espace)).replace(FIRST_PAINT, &paint_espace(app, &espace, support(http).as_ref()))
        }
        None if is_visitor && path == "/" => html.replace(FIRST_PAINT, PAINT_HOME),
        None if is_visitor && matches!(path, "/pro" | "/pro/connexion") => html.replace(FIRST_PAINT, PAINT_PRO),
        None => match known_title(http) {
            Some(title) => paint_title(&html, title),
            None => html.into_owned(),
        },
    };
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(html)
}

async fn find_espace(app: &App, code: &str) -> Option<EspaceTemps> {
    let code = CodeEspace::parse(code).ok()?;
    let (now, today) = (app.db.now(), app.today());
    app.db.read(move |db| accueil::db::read(db, &code, now, today)).await.ok()
}

fn support(http: &HttpRequest) -> Option<CodeSupport> {
    let query: Vec<(String, String)> = serde_urlencoded::from_str(http.query_string()).ok()?;
    query.iter().find(|(name, _)| name == "de").and_then(|(_, code)| CodeSupport::parse(code).ok())
}

async fn qr(app: &App, http: &HttpRequest, code: &str) -> Result<HttpResponse, Error> {
    let code = CodeEspace::parse(code).map_err(|_| ProblemKind::Introuvable)?;
    let de = support(http).map_or_else(String::new, |support| format!("?de={}", support.as_str()));
    let address = format!("{}/e/{}{de}", app.settings.public_url, code.as_str());
    app.db.read(move |db| accueil::db::find_id(db, &code)).await?.ok_or(ProblemKind::Introuvable)?;
    let svg = comptes::qr_svg(&address)?;
    Ok(HttpResponse::Ok().content_type("image/svg+xml").insert_header((header::CACHE_CONTROL, "no-cache")).body(svg))
}

// Any code that could be one: whether it is good is said where it leads.
fn paper_qr(app: &App, code: &str) -> Result<HttpResponse, Error> {
    let code = CodePrescription::parse(code).map_err(|_| ProblemKind::Introuvable)?;
    let svg = comptes::qr_svg(&format!("{}/orientation/{}", app.settings.public_url, code.as_str()))?;
    Ok(HttpResponse::Ok().content_type("image/svg+xml").insert_header((header::CACHE_CONTROL, "no-store")).body(svg))
}

const PAINT_HOME: &str = "<main class=\"first-paint\"><h1>Un lieu pour toi, près de chez toi</h1>\
<p>Des personnes t’écoutent et t’aident. Sans dossier, sans papier, gratuit.</p>\
<p><a class=\"btn btn-primary\" href=\"/entrer\">Entrer</a></p></main>";

// The screens that come second say their title at once, on a slow network and to who listens to the screen. It is the
// same for everyone.
fn known_title(http: &HttpRequest) -> Option<&'static str> {
    match http.path().trim_end_matches('/') {
        "/a-propos" => Some("À propos"),
        "/accessibilite" => Some("Accessibilité"),
        "/moi" => Some("Moi"),
        "/urgence" => Some("Besoin d’aide tout de suite ?"),
        path if path == "/messages" || path.starts_with("/messages/") => Some("Messages"),
        path if path.starts_with("/passe/") => Some("Je passe"),
        "/proche" => Some("Parents et proches"),
        "/proche/moi/liste" => Some("Mes proches"),
        path if path.starts_with("/proche/") => Some("Vous êtes un parent, un proche ?"),
        path if path == "/orientation" || path.starts_with("/orientation/") => Some("Un rendez-vous pour toi"),
        // Its other forms have titles of their own.
        "/revenir" if !http.query_string().contains("par=") => Some("Je reviens"),
        _ => None,
    }
}

fn paint_title(html: &str, title: &str) -> String {
    html.replace(TITLE, &format!("<title>{title} · Côte à Côte</title>"))
        .replace(FIRST_PAINT, &format!("<main class=\"first-paint\"><h1>{title}</h1></main>"))
}

// The largest text of the screen that comes: the program then moves it and adds the form.
const PAINT_PRO: &str = "<main class=\"first-paint\"><h1>Connexion des professionnels</h1>\
<p>Pas encore de compte ? Il s’ouvre avec un lien d’invitation. Demandez-le à l’administrateur de votre installation.</p>\
</main>";

fn head(espace: &EspaceTemps) -> String {
    let (nom, presentation) = (escape(&espace.nom), escape(&espace.presentation));
    format!("<meta name=\"description\" content=\"{nom} : {presentation}\">")
}

// Every value is escaped: a name of a place is text, whatever it holds (P28).
fn paint_espace(app: &App, espace: &EspaceTemps, support: Option<&CodeSupport>) -> String {
    let de = support.map_or_else(String::new, |support| format!("&amp;de={}", support.as_str()));
    let (nom, presentation) = (escape(&espace.nom), escape(&espace.presentation));
    let (adresse, commune) = (escape(&espace.lieu.adresse), escape(&espace.lieu.commune));
    let (porte, code) = (escape(&porte(app, espace)), espace.code.as_str());
    format!(
        "<main class=\"first-paint\"><h1>{nom}</h1><p><strong>{porte}</strong></p><p>{adresse}, {commune}</p>\
         <p>{presentation}</p><p><a class=\"btn btn-primary\" href=\"/entrer?espace={code}{de}\">Entrer ici</a></p></main>"
    )
}

// All of the place comes with the program; its name and its door are there at once.
fn paint_lieu(app: &App, espace: &EspaceTemps) -> String {
    let (nom, porte) = (escape(&espace.nom), escape(&porte(app, espace)));
    format!("<main class=\"first-paint\"><h1>{nom}</h1><p><strong>{porte}</strong></p></main>")
}

fn porte(app: &App, espace: &EspaceTemps) -> String {
    let zone = jiff::tz::TimeZone::get(&espace.lieu.fuseau).unwrap_or(jiff::tz::TimeZone::UTC);
    let heure = |at| time::said_hour(at, &zone);
    match espace.porte {
        Porte::Ouverte { jusqua: None } => "Ouvert jour et nuit".to_owned(),
        // For longer than a day, the hour alone would be that of this night: the page says which day.
        Porte::Ouverte { jusqua: Some(at) } if 24 * 60 <= at.minutes_since(app.db.now()) => "Ouvert".to_owned(),
        Porte::Ouverte { jusqua: Some(at) } => format!("Ouvert maintenant, jusqu’à {}", heure(at)),
        Porte::Fermee { ouvre: Some(at) } => {
            let (today, day) = (time::day_of(app.db.now(), &zone), time::day_of(at, &zone));
            let when = if day == today {
                "aujourd’hui".to_owned()
            } else if day == time::plus_days(today, 1) {
                "demain".to_owned()
            } else {
                // The name of a day alone would be that of this week.
                time::long_day(at, &zone, app.db.now())
            };
            format!("Fermé. Ouvre {when} à {}", heure(at))
        }
        Porte::Fermee { ouvre: None } => "Fermé en ce moment".to_owned(),
    }
}

/// A text as it stands in HTML.
pub fn escape(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut html, c| {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
        html
    })
}
