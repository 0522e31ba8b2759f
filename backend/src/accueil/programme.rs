//! What is held at a place, for other sites: a small page without a script, a JSON feed, a calendar. Only of places that
//! want it, and nothing of people but the first names that the page of the place says already.

use actix_web::{
    HttpResponse,
    http::header::{self, HeaderName},
};
use jiff::tz::TimeZone;
use serde::Serialize;
use shared::{
    Instant, ProblemKind,
    accueil::{EspaceEnDetail, EtatMoment, GenreEspace, Lieu},
    fields::CodeEspace,
    permanences::{Besoin, Mode},
};

use super::{
    db::read_all,
    moments::{self, Held, Reader},
};
use crate::{
    app::App,
    page::escape,
    permanences::{PublicEvent, print_public},
    problem::Error,
    time,
};

// How far ahead, in days.
const AHEAD: i64 = 28;

const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const STYLE: &str = "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:0 auto;padding:1rem;color:#1c2a28;\
    overflow-wrap:anywhere;hyphens:auto;\
    background:#fbf6ec}h1{line-height:1.2}ul{list-style:none;padding:0}li{background:#fff;border:1px solid #857a66;\
    border-radius:1rem;padding:1rem;margin:.75rem 0}time{font-weight:700}a{color:#0f5e5a}\
    @media(prefers-color-scheme:dark){body{background:#0d1a18;color:#eef3ef}li{background:#142623}a{color:#6fd0c6}}";

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A page.
    Html,
    /// A feed.
    Json,
    /// A calendar.
    Ics,
}

impl Form {
    /// From what follows `/e/`: the code of the place, and the form.
    pub fn of(rest: &str) -> Option<(&str, Self)> {
        let (code, name) = rest.split_once('/')?;
        let form = match name {
            "programme" => Self::Html,
            "programme.json" => Self::Json,
            "programme.ics" => Self::Ics,
            _ => return None,
        };
        Some((code, form))
    }
}

/// Something that is held there.
#[derive(Clone, Debug, Serialize)]
struct Moment {
    #[serde(rename = "id")]
    uid: String,
    etat: &'static str,
    genre: &'static str,
    titre: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    avec: Vec<String>,
    debut: String,
    fin: String,
    #[serde(skip)]
    span: (Instant, Instant),
    #[serde(skip)]
    times: (Instant, Instant),
    mode: &'static str,
    // Of what one does not come to, the address would send people to a closed door.
    #[serde(skip_serializing_if = "Option::is_none")]
    lieu: Option<Lieu>,
    #[serde(skip)]
    fuseau: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    point_rencontre: Option<String>,
}

#[derive(Serialize)]
struct Feed<'a> {
    nom: &'a str,
    // None of what moves: each thing says its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    adresse: Option<String>,
    page: String,
    programme: &'a [Moment],
}

/// The programme of a place, in a form.
pub async fn respond(app: &App, code: &str, form: Form) -> Result<HttpResponse, Error> {
    let code = CodeEspace::parse(code).map_err(|_| ProblemKind::Introuvable)?;
    let (now, today) = (app.db.now(), app.today());
    let (espace, moments) = app
        .db
        .read(move |db| {
            let espace = read_all(db, &code, now, today)?;
            // A place that does not want it has none.
            if !espace.detail.programme {
                return Err(ProblemKind::Introuvable.into());
            }
            let reader = Reader { jeune: None, is_adult: false, now };
            let moments = moments::list(db, &espace, &reader, AHEAD)?;
            Ok((espace, dated(moments.into_iter().map(moment).collect())))
        })
        .await?;
    let page = format!("{}/e/{}", app.settings.public_url, espace.espace.code.as_str());
    match form {
        Form::Html => Ok(html(&espace, &moments, now)),
        Form::Json => json(&espace, &moments, page),
        Form::Ics => Ok(ics((&espace, now), &moments, &app.settings.public_url)),
    }
}

/// The style of the page: one for all places.
pub fn style() -> HttpResponse {
    let kept = (header::CACHE_CONTROL, "public, max-age=86400");
    HttpResponse::Ok().content_type("text/css; charset=utf-8").insert_header(kept).body(STYLE)
}

// What the page of the place says, for those who are not there.
fn moment(one: Held) -> Moment {
    Moment {
        uid: one.uid,
        etat: one.etat.code(),
        genre: if one.titre.is_some() { "atelier" } else { "permanence" },
        titre: one.titre.unwrap_or_else(|| title(one.besoin).to_owned()),
        avec: one.avec,
        debut: String::new(),
        fin: String::new(),
        span: one.span,
        times: (one.made, one.changed),
        mode: one.mode.code(),
        fuseau: one.lieu.fuseau.clone(),
        lieu: Some(one.lieu).filter(|_| one.mode == Mode::SurPlace),
        point_rencontre: one.point,
    }
}

fn dated(mut list: Vec<Moment>) -> Vec<Moment> {
    for one in &mut list {
        let zone = TimeZone::get(&one.fuseau).unwrap_or(TimeZone::UTC);
        (one.debut, one.fin) = (time::iso(one.span.0, &zone), time::iso(one.span.1, &zone));
    }
    list
}

fn json(espace: &EspaceEnDetail, moments: &[Moment], page: String) -> Result<HttpResponse, Error> {
    let adresse = fixed(espace).map(|base| format!("{}, {}", base.adresse, base.commune));
    let feed = Feed { nom: &espace.espace.nom, adresse, page, programme: moments };
    let body = serde_json::to_vec(&feed).map_err(|why| Error::Internal(why.to_string()))?;
    Ok(for_others("application/json; charset=utf-8").body(body))
}

fn ics((espace, now): (&EspaceEnDetail, Instant), moments: &[Moment], address: &str) -> HttpResponse {
    let events = moments.iter().map(|one| PublicEvent {
        uid: one.uid.clone(),
        title: format!("{} – {}", one.titre, espace.espace.nom),
        debut: one.span.0,
        fin: one.span.1,
        fuseau: one.fuseau.clone(),
        lieu: whole_address(one).unwrap_or_default(),
        made: one.times.0,
        changed: one.times.1,
    });
    for_others("text/calendar; charset=utf-8").body(print_public(events, (&espace.base.fuseau, now), address))
}

// Other sites read it: without cookies, and nothing else than this.
fn for_others(kind: &str) -> actix_web::HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response.content_type(kind);
    response.insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"));
    response.insert_header((HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"));
    response.insert_header((header::CACHE_CONTROL, "public, max-age=300"));
    response
}

// Every value is escaped (P28).
fn html(espace: &EspaceEnDetail, moments: &[Moment], now: Instant) -> HttpResponse {
    let nom = escape(&espace.espace.nom);
    let code = espace.espace.code.as_str();
    let place = fixed(espace).map_or_else(
        || "Ce lieu se déplace : l’adresse est dite avec chaque moment.".to_owned(),
        |lieu| escape(&format!("{}, {}, {}", lieu.nom, lieu.adresse, lieu.commune)),
    );
    let items: String = moments.iter().map(|one| item(one, now)).collect();
    let list = match items.as_str() {
        "" => "<p>Rien d’annoncé pour les quatre semaines qui viennent.</p>".to_owned(),
        items => format!("<ul>{items}</ul>"),
    };
    let body = format!(
        "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Programme · {nom}</title>\
         <link rel=\"icon\" type=\"image/svg+xml\" href=\"/icone.svg\"><link rel=\"stylesheet\" href=\"/programme.css\">\
         <link rel=\"alternate\" type=\"application/json\" href=\"/e/{code}/programme.json\">\
         <link rel=\"alternate\" type=\"text/calendar\" href=\"/e/{code}/programme.ics\"></head>\
         <body><main><h1>{nom}</h1><p>{place}</p><h2>Programme</h2>{list}\
         <p><a href=\"/e/{code}\">La page du lieu</a> · <a href=\"/e/{code}/programme.ics\">Agenda (.ics)</a> · \
         <a href=\"/e/{code}/programme.json\">JSON</a></p></main></body></html>"
    );
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(body)
}

fn item(one: &Moment, now: Instant) -> String {
    let zone = TimeZone::get(&one.fuseau).unwrap_or(TimeZone::UTC);
    let (from, to) = one.span;
    let heure = |at| time::said_hour(at, &zone);
    let when = format!("{} de {} à {}", time::long_day(from, &zone, now), heure(from), heure(to));
    let (titre, avec) = (escape(&one.titre), escape(&one.avec.join(", ")));
    let avec = if avec.is_empty() { String::new() } else { format!(", avec {avec}") };
    let lieu = whole_address(one).map_or_else(|| remote(one.mode).to_owned(), |lieu| escape(&lieu));
    let etat = if one.etat == EtatMoment::Complet.code() { "<br>Complet – liste d’attente" } else { "" };
    format!("<li><time datetime=\"{}\">{when}</time><br>{titre}{avec}<br>{lieu}{etat}</li>", one.debut)
}

fn whole_address(one: &Moment) -> Option<String> {
    let lieu = moments::with_point(one.lieu.as_ref()?, one.point_rencontre.as_deref());
    let parts = [lieu.nom, lieu.adresse, lieu.commune];
    Some(parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "))
}

fn remote(mode: &str) -> &'static str {
    if mode == Mode::Video.code() { "En visio" } else { "Par téléphone" }
}

// The address of a place that has one; what moves is at none for long.
fn fixed(espace: &EspaceEnDetail) -> Option<&Lieu> {
    Some(&espace.base).filter(|_| espace.detail.genre != GenreEspace::Mobile)
}

// In the words of the page (`frontend/locales/fr`), said to nobody in particular.
fn title(besoin: Besoin) -> &'static str {
    match besoin {
        Besoin::Parler => "Parler à quelqu’un",
        Besoin::Papiers => "Papiers et démarches",
        Besoin::Droits => "Accès aux droits",
        Besoin::Emploi => "Trouver du travail",
        Besoin::Formation => "Se former",
        Besoin::Logement => "Se loger",
        Besoin::Sante => "La santé",
        Besoin::Argent => "L’argent",
    }
}
