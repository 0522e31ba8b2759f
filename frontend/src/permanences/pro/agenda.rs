//! The agenda: seven days, the créneaux of each day, who comes.

use leptos::prelude::*;
use shared::{
    fields::Jour,
    permanences::{CreneauAgenda, EtatRendezVous, ListAgenda, Venue},
};

use super::{date, jour::People, jours, lot::Lot, pointages::Pointages};
use crate::{
    api::call,
    ask::ask,
    comptes::pro::droits,
    format,
    live::Live,
    permanences::{besoin_icon, besoin_label},
    route::Route,
    session::Me,
    texts::{ateliers, pro},
    ui::{Drawing, EmptyState, Field, Icon, Loaded, Page, SMALL, icons},
};

/// The address `/pro/agenda?du=2026-11-23`.
#[component]
pub fn AgendaPage() -> impl IntoView {
    let live = Live::expect();
    let route = Route::expect();
    let du = Memo::new(move |_| {
        let asked = route.query("du").and_then(|day| day.parse().ok());
        asked.unwrap_or_else(jours::today)
    });
    // On a phone the menu has no room for them.
    let publishes = untrack(|| Me::expect().get()).is_some_and(|session| droits(&session).publie);
    let agenda = ask(move || {
        live.rendez_vous.track();
        call(ListAgenda { du: du.get() })
    });
    view! {
        <Page titre=pro::agenda_titre()>
            {publishes
                .then(|| {
                    view! {
                        <div class="deux-boutons lg:hidden">
                            <a href="/pro/permanences" class=SMALL>
                                <Icon path=icons::CLOCK />
                                {pro::onglet_permanences()}
                            </a>
                            <a href="/pro/ateliers" class=SMALL>
                                <Icon path=icons::PEOPLE />
                                {ateliers::pro_onglet()}
                            </a>
                        </div>
                    }
                })}
            <Weeks du />
            <h2 class="titre-2" aria-live="polite">
                {move || pro::agenda_du_au(&date(du.get()), &date(jours::plus_days(du.get(), 6)))}
            </h2>
            <Loaded from=agenda let:creneaux>
                <Days creneaux />
            </Loaded>
        </Page>
    }
    .into_any()
}

#[component]
fn Weeks(du: Memo<Jour>) -> impl IntoView {
    let week = move |weeks: i64| format!("/pro/agenda?du={}", jours::plus_days(du.get(), weeks * 7));
    let elsewhere = move || du.get() != jours::today();
    let asked = RwSignal::new(String::new());
    let route = Route::expect();
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Ok(day) = asked.get_untracked().parse::<Jour>() {
            route.go(&format!("/pro/agenda?du={day}"));
        }
    };
    view! {
        <div class="flex flex-wrap items-end justify-between gap-3">
            <nav class="deux-boutons max-sm:w-full sm:flex" aria-label=pro::agenda_semaines()>
                <a href=move || week(-1) class=SMALL>
                    <Icon path=icons::BACK />
                    {pro::agenda_precedente()}
                </a>
                <a href=move || week(1) class=SMALL>
                    {pro::agenda_suivante()}
                    <Icon path=icons::NEXT />
                </a>
                <Show when=elsewhere>
                    <a href="/pro/agenda" class=format!("{SMALL} max-sm:col-span-2")>
                        {pro::agenda_aujourdhui()}
                    </a>
                </Show>
            </nav>
            <form class="flex items-end gap-2" on:submit=go>
                <Field label=pro::agenda_aller_au() name="du" value=asked kind="date" />
                <button type="submit" class=SMALL>
                    {pro::agenda_voir()}
                </button>
            </form>
        </div>
    }
}

#[component]
fn Days(creneaux: Vec<CreneauAgenda>) -> impl IntoView {
    Pointages::expect().is_read();
    if creneaux.is_empty() {
        return view! {
            <EmptyState drawing=Drawing::Calendar>
                <p class="font-bold">{pro::agenda_vide_titre()}</p>
                <p>{pro::agenda_vide_texte()}</p>
            </EmptyState>
        }
        .into_any();
    }
    let day = |(day, creneaux): (String, Vec<CreneauAgenda>)| {
        view! {
            <section class="grid content-start gap-3">
                <h3 class="font-bold first-letter:uppercase">{day}</h3>
                <Lot creneaux=creneaux.clone() />
                <ul class="grid gap-3">{creneaux.into_iter().map(item).collect_view()}</ul>
            </section>
        }
    };
    let days = by_day(creneaux).into_iter().map(day).collect_view();
    view! { <div class="grid gap-6 lg:grid-cols-2 xl:grid-cols-3">{days}</div> }.into_any()
}

// In the order in which they come: they are sorted by their start.
fn by_day(creneaux: Vec<CreneauAgenda>) -> Vec<(String, Vec<CreneauAgenda>)> {
    let mut days: Vec<(String, Vec<CreneauAgenda>)> = Vec::new();
    for creneau in creneaux {
        let day = format::day(creneau.debut, &creneau.lieu.fuseau);
        match days.last_mut() {
            Some((last, list)) if *last == day => list.push(creneau),
            _ => days.push((day, vec![creneau])),
        }
    }
    days
}

fn item(creneau: CreneauAgenda) -> impl IntoView {
    let zone = &creneau.lieu.fuseau;
    let hours = format!("{} – {}", format::hour(creneau.debut, zone), format::hour(creneau.fin, zone));
    let left = (format::now() < creneau.fin).then(|| places(&creneau));
    let expected = !creneau.venues.is_empty();
    let besoin = creneau.besoin;
    // The list of the day is filled from the morning on, and afterwards.
    let day = format::days_away(creneau.debut, zone) <= 0;
    view! {
        <li class="carte" class=("carte-moment", expected)>
            <div class="flex flex-wrap items-baseline justify-between gap-x-3">
                <h4 class="text-lg font-bold">{hours}</h4>
                {left.map(|left| view! { <p class="discret">{left}</p> })}
            </div>
            <p class="flex gap-2">
                <Icon path=besoin_icon(besoin) class="size-5 mt-0.5 shrink-0" />
                {format!("{}, {}", besoin_label(besoin), pro::agenda_avec(&creneau.professionnel))}
            </p>
            <p class="flex gap-2">
                <Icon path=icons::PIN class="size-5 mt-0.5 shrink-0" />
                {format!("{}, {}", creneau.lieu.nom, creneau.lieu.commune)}
            </p>
            <People creneau=creneau.id venues=creneau.venues day />
        </li>
    }
}

fn places(creneau: &CreneauAgenda) -> String {
    let taken = creneau.venues.iter().filter(|venue| is_expected(venue.etat) && !is_walk_in(venue)).count();
    let left = usize::from(creneau.places_libres);
    let free = match (left, taken) {
        (0, _) => pro::places_complet().to_owned(),
        (1, 0) => pro::places_libre().to_owned(),
        (many, 0) => pro::places_toutes(&many.to_string()),
        (1, _) => pro::places_reste_une().to_owned(),
        (many, _) => pro::places_reste(&many.to_string()),
    };
    // What is neither taken nor free is kept for those who waited.
    match (left, usize::from(creneau.places).saturating_sub(taken + left)) {
        (_, 0) => free,
        (0, 1) => pro::places_gardee().to_owned(),
        (0, many) => pro::places_gardees(&many.to_string()),
        (_, 1) => format!("{free}, {}", pro::places_gardee()),
        (_, many) => format!("{free}, {}", pro::places_gardees(&many.to_string())),
    }
}

/// Whether someone with this rendez-vous is, or was, expected.
pub fn is_expected(etat: EtatRendezVous) -> bool {
    match etat {
        EtatRendezVous::Confirme | EtatRendezVous::Honore | EtatRendezVous::Absent => true,
        EtatRendezVous::AnnuleParJeune | EtatRendezVous::AnnuleParStructure | EtatRendezVous::Reporte => false,
    }
}

/// Whether someone came without a rendez-vous: they take no place from those who booked.
pub fn is_walk_in(venue: &Venue) -> bool {
    venue.sans_compte && venue.oriente_par.is_none()
}

#[cfg(test)]
mod tests {
    use super::{super::lot::takes_more, *};

    fn creneau(places: u16, places_libres: u16, venues: serde_json::Value) -> CreneauAgenda {
        let id = "018f0000-0000-7000-8000-000000000001";
        let lieu =
            serde_json::json!({ "nom": "Ici", "adresse": "1 rue", "commune": "Stains", "fuseau": "Europe/Paris" });
        serde_json::from_value(serde_json::json!({
            "id": id, "debut": 0, "fin": 1, "besoin": "papiers", "lieu": lieu, "professionnel": "Nadia",
            "places": places, "places_libres": places_libres, "venues": venues,
        }))
        .unwrap()
    }

    fn venue(etat: &str, sans_compte: bool, oriente_par: Option<&str>) -> serde_json::Value {
        serde_json::json!({
            "rendez_vous": "018f0000-0000-7000-8000-000000000002", "prenom": "Inès", "etat": etat, "accompagne": false,
            "sans_compte": sans_compte, "oriente_par": oriente_par,
        })
    }

    #[test]
    fn who_comes_without_a_rendez_vous_takes_no_place() {
        let (booked, walk_in) = (venue("confirme", false, None), venue("honore", true, None));
        let (sent, cancelled) = (venue("confirme", true, Some("Mission locale")), venue("reporte", false, None));
        assert_eq!(say(1, 1, &[&walk_in]), pro::places_libre());
        assert_eq!(say(2, 1, &[&walk_in, &booked]), pro::places_reste_une());
        assert_eq!(say(1, 0, &[&sent, &walk_in]), pro::places_complet());
        assert_eq!(say(1, 1, &[&cancelled]), pro::places_libre());
    }

    #[test]
    fn a_place_that_is_kept_for_somebody_is_not_free() {
        let booked = venue("confirme", false, None);
        assert_eq!(say(1, 0, &[]), "1 place gardée pour l’attente");
        assert_eq!(say(3, 0, &[&booked]), "2 places gardées pour l’attente");
        assert_eq!(say(3, 1, &[&booked]), "il reste 1 place, 1 place gardée pour l’attente");
        let lists = [creneau(1, 0, serde_json::json!([])), creneau(2, 1, serde_json::json!([booked]))];
        assert_eq!(takes_more(&lists, shared::Instant(-1)).map(|one| one.places).collect::<Vec<_>>(), [2]);
    }

    fn say(places: u16, libres: u16, venues: &[&serde_json::Value]) -> String {
        super::places(&creneau(places, libres, serde_json::json!(venues)))
    }
}
