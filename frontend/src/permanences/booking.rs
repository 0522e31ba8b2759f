//! One créneau: who, where, when, and the one button that books it.

use leptos::prelude::*;
use shared::{
    Problem, ProblemKind,
    accueil::Lieu,
    ids::{CreneauId, RendezVousId},
    instant::Instant,
    permanences::{Besoin, BookCreneau, Creneau, ListCreneaux, Mode, MoveRendezVous, Public, RendezVous},
};

use super::{
    attente::WaitFor,
    besoin_icon, besoin_label,
    creneaux::{Chosen, FreeCreneaux},
};
use crate::{
    api::{Once, call},
    ask::{Attempt, ask, shown},
    format,
    live::Live,
    route::Route,
    session::Me,
    texts::jeune,
    ui::{CheckField, Icon, Loaded, MAIN, PLAIN, Page, ProblemNotice, Submit, icons},
};

/// `/creneaux/{creneau}`.
#[component]
pub fn CreneauPage(
    /// Which.
    id: CreneauId,
) -> impl IntoView {
    let Chosen(chosen) = expect_context();
    let known = chosen.get_untracked().filter(|creneau| creneau.id == id);
    let creneau = ask(move || find(id, known.clone()));
    let book = Booking::new();
    shown(move || match (book.booked.get(), book.attempt.problem.get()) {
        (Some(rendez_vous), _) => view! { <Booked rendez_vous /> }.into_any(),
        (None, Some(problem)) if is_gone(&problem) => view! { <Gone id problem=Some(problem) /> }.into_any(),
        (None, _) => view! {
            <Loaded from=creneau let:found>
                {match found {
                    Some(creneau) => view! { <Choice creneau book /> }.into_any(),
                    None => view! { <Gone id problem=None /> }.into_any(),
                }}
            </Loaded>
        }
        .into_any(),
    })
}

/// What happens with the one button.
#[derive(Clone, Copy)]
struct Booking {
    attempt: Attempt,
    booked: RwSignal<Option<RendezVous>>,
    once: StoredValue<Once<BookCreneau>, LocalStorage>,
    once_moved: StoredValue<Once<MoveRendezVous>, LocalStorage>,
    // The rendez-vous that this one replaces.
    moved: Option<RendezVousId>,
    accompagne: RwSignal<bool>,
    live: Live,
}

impl Booking {
    fn new() -> Self {
        let (once, once_moved) = (StoredValue::new_local(Once::new()), StoredValue::new_local(Once::new()));
        let (attempt, booked, accompagne) = (Attempt::new(), RwSignal::new(None), RwSignal::new(false));
        Self { attempt, booked, once, once_moved, moved: moving(), accompagne, live: Live::expect() }
    }

    fn book(self, creneau: CreneauId) {
        let done = move |rendez_vous| {
            self.booked.try_set(Some(rendez_vous));
            self.live.rendez_vous.update(|count| *count += 1);
        };
        match self.moved {
            Some(rendez_vous) => {
                self.attempt.run(self.once_moved.get_value().call(MoveRendezVous { rendez_vous, creneau }), done);
            }
            None => {
                let accompagne = self.accompagne.get_untracked();
                self.attempt.run(self.once.get_value().call(BookCreneau { creneau, accompagne }), done);
            }
        }
    }
}

/// The rendez-vous that the jeune is moving, when they are.
pub fn moving() -> Option<RendezVousId> {
    untrack(|| Route::expect().query("deplacer")).and_then(|id| id.parse().ok())
}

async fn find(id: CreneauId, known: Option<Creneau>) -> Result<Option<Creneau>, Problem> {
    if known.is_some() {
        return Ok(known);
    }
    let list = call(ListCreneaux { besoin: None, espace: None, commune: None }).await?;
    let all = [list.maintenant, list.aujourdhui, list.semaine, list.plus_tard];
    Ok(all.into_iter().flatten().find(|creneau| creneau.id == id))
}

fn is_gone(problem: &Problem) -> bool {
    matches!(
        problem.kind,
        ProblemKind::CreneauComplet
            | ProblemKind::CreneauPasse
            | ProblemKind::HorsDelai
            | ProblemKind::CreneauPasPourToi
            | ProblemKind::Introuvable
    )
}

#[component]
fn Choice(creneau: Creneau, book: Booking) -> impl IntoView {
    let me = Me::expect();
    let Creneau { id, debut, fin, besoin, professionnel, aide, espace, lieu, mode, public, .. } = creneau;
    let minors = (public == Public::Mineurs).then(|| view! { <p class="note">{jeune::pour_mineurs()}</p> });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        book.book(id);
    };
    let enter = format!("/entrer?creneau={id}&espace={}", espace.as_str());
    let come_back = format!("/revenir?creneau={id}");
    let action = shown(move || match me.is_jeune() {
        None => ().into_any(),
        Some(true) => view! {
            <form class="pile" on:submit=submit>
                {book.moved.is_none().then(|| view! {
                    <CheckField label=jeune::je_viens_avec() name="accompagne" value=book.accompagne />
                })}
                <Submit
                    label=if book.moved.is_some() { jeune::je_deplace() } else { jeune::je_reserve() }
                    pending=book.attempt.pending
                />
                <p class="discret text-center">{jeune::annuler_jusquau_debut()}</p>
            </form>
        }
        .into_any(),
        Some(false) => view! {
            <div class="pile">
                <a class=MAIN href=enter.clone()>
                    {jeune::entrer_pour_reserver()}
                </a>
                <a class=PLAIN href=come_back.clone()>
                    {jeune::je_reviens()}
                </a>
            </div>
        }
        .into_any(),
    });
    view! {
        <Page titre=jeune::ce_moment()>
            <article class="carte carte-moment">
                <When debut fin zone=lieu.fuseau.clone() />
                <What besoin professionnel aide />
                <Meet mode lien=None lieu />
                {minors}
            </article>
            <ProblemNotice problem=book.attempt.problem />
            {action}
        </Page>
    }
    .into_any()
}

/// Day and hour, in big type.
#[component]
pub fn When(
    /// From.
    debut: Instant,
    /// To.
    fin: Instant,
    /// The zone of the clock of the place.
    zone: String,
) -> impl IntoView {
    let day = format::day(debut, &zone);
    let hours = jeune::de_a(&format::hour(debut, &zone), &format::hour(fin, &zone));
    view! {
        <p>
            <strong class="block text-2xl leading-tight first-letter:uppercase">{day}</strong>
            <span class="text-xl">{hours}</span>
        </p>
    }
}

#[component]
fn What(besoin: Besoin, professionnel: String, aide: String) -> impl IntoView {
    view! {
        <div class="ligne">
            <span class="disque" aria-hidden="true">
                <Icon path=besoin_icon(besoin) />
            </span>
            <div>
                <p class="text-lg font-bold">{besoin_label(besoin)}</p>
                <p>{jeune::avec(&professionnel)}</p>
                <p class="discret">{aide}</p>
            </div>
        </div>
    }
}

/// How one meets: the place, or the phone, or the link of a meeting by video.
#[component]
pub fn Meet(
    /// How.
    mode: Mode,
    /// The link, for those who have a rendez-vous.
    lien: Option<String>,
    /// The place.
    lieu: Lieu,
) -> impl IntoView {
    let link = lien.map(|lien| {
        view! {
            <a class=PLAIN href=lien rel="external noreferrer">
                {jeune::ouvrir_visio()}
            </a>
        }
    });
    match mode {
        Mode::SurPlace => view! { <Where lieu /> }.into_any(),
        Mode::Telephone => view! { <p class="text-lg font-bold">{jeune::par_telephone()}</p> }.into_any(),
        Mode::Video => view! {
            <p class="text-lg font-bold">{jeune::en_visio()}</p>
            {link}
        }
        .into_any(),
    }
}

/// The place, with the way to it.
#[component]
pub fn Where(
    /// The place.
    lieu: Lieu,
) -> impl IntoView {
    let query = format!("{}, {}", lieu.adresse, lieu.commune);
    let href =
        format!("https://www.openstreetmap.org/search?query={}", String::from(js_sys::encode_uri_component(&query)));
    view! {
        <div class="ligne flex-wrap">
            <span class="grid size-12 shrink-0 place-items-center">
                <Icon path=icons::PIN />
            </span>
            <div class="min-w-0 grow basis-36">
                <p class="text-lg font-bold">{lieu.nom}</p>
                <p>{lieu.adresse} <br /> {lieu.commune}</p>
                <a class="lien inline-flex min-h-12 items-center gap-1" href=href rel="external noreferrer">
                    {jeune::itineraire()}
                    <Icon path=icons::EXIT class="size-4 shrink-0" />
                </a>
            </div>
        </div>
    }
}

#[component]
fn Booked(rendez_vous: RendezVous) -> impl IntoView {
    let RendezVous { debut, fin, besoin, professionnel, lieu, mode, lien, .. } = rendez_vous;
    let titre = if moving().is_some() { jeune::cest_deplace() } else { jeune::cest_reserve() };
    view! {
        <Page titre>
            <p class="note">
                <Icon path=icons::CHECK />
                <span>{jeune::on_t_attend(&professionnel)}" "{jeune::annuler_jusquau_debut()}</span>
            </p>
            <article class="carte carte-moment">
                <When debut fin zone=lieu.fuseau.clone() />
                <What besoin professionnel aide=String::new() />
                <Meet mode lien lieu />
            </article>
            <a class=MAIN href="/rendez-vous">
                {jeune::voir_mes_rendez_vous()}
            </a>
            <a class=PLAIN href="/messages">
                {jeune::ecrire_a_quelquun()}
            </a>
        </Page>
    }
    .into_any()
}

// Someone else was quicker, or it has begun.
#[component]
fn Gone(id: CreneauId, problem: Option<Problem>) -> impl IntoView {
    // What is over, or for others, is not waited for.
    let full = problem.as_ref().is_none_or(|problem| problem.kind == ProblemKind::CreneauComplet);
    let why = problem.filter(|problem| problem.kind == ProblemKind::CreneauPasse);
    let sentence = why.map_or(jeune::creneau_parti(), |_| jeune::creneau_passe());
    view! {
        <Page titre=jeune::plus_libre()>
            <p role="alert">{sentence}</p>
            {moving().map(|_| view! { <p class="note">{jeune::lancien_reste()}</p> })}
            {full.then(|| view! { <WaitFor creneau=id /> })}
            <FreeCreneaux />
        </Page>
    }
    .into_any()
}
