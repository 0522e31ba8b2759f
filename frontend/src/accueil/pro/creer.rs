//! The form that opens an espace-temps, or changes one.

use leptos::prelude::*;
use shared::{
    Problem, ProblemKind,
    accueil::{
        ChangeEspaceTemps, Commodite, CreateEspaceTemps, EnVacances, EspaceEnDetail, GenreEspace, ListEspacesAnimes,
        ReadVacances, ZoneScolaire,
    },
    fields::{BadField, CodeEspace, Ligne},
    ids::StructureId,
    permanences::JoursFeries,
};

use super::{
    Back,
    arrets::ChangesField,
    brouillon::Draft,
    fuseau::{self, FuseauField},
    horaires::{ClosedDatesField, DatesField, StopsField, WeekField},
    osm::SuitUnTexte,
    structures::StructuresField,
    volet::{Volet, open_wrong},
};
use crate::{
    accueil::mots,
    api::call,
    ask::{ask, shown},
    comptes::pro::appartenances,
    format,
    permanences::pro::jours::noon,
    route::Route,
    session::Me,
    texts::{espaces, pro},
    ui::{
        CheckField, Choice, Creation, Field, Loaded, NotFound, Page, ProblemNotice, RadioField, SelectField,
        SeveralField, Submit, TextField, codes, focus_first_error,
    },
};

/// The address `/pro/espaces/creer`.
#[component]
pub fn CreerEspacePage() -> impl IntoView {
    view! {
        <Page titre=pro::espace_titre()>
            <Back />
            <Form known=None on_stale=Callback::new(|()| {}) />
        </Page>
    }
    .into_any()
}

/// The address `/pro/espaces/{code}/changer`.
#[component]
pub fn ChangerEspacePage() -> impl IntoView {
    let route = Route::expect();
    let code = super::code_of(&route.path());
    let list = ask(|| call(ListEspacesAnimes {}));
    let stale = Stale::new();
    let again = Callback::new(move |()| {
        stale.set();
        list.refetch();
    });
    view! {
        <Loaded from=list let:espaces>
            {
                let known = espaces.into_iter().find(|one| Some(&one.espace.code) == code.as_ref() && one.modifiable);
                match known {
                    Some(known) => {
                        view! {
                            <Page titre=espaces::changer_titre(&known.espace.nom)>
                                <Back />
                                {stale.said()}
                                <Form known=Some(known) on_stale=again />
                            </Page>
                        }
                            .into_any()
                    }
                    None => view! { <NotFound /> }.into_any(),
                }
            }
        </Loaded>
    }
    .into_any()
}

/// Somebody else was faster: the place is shown as it is now, and nothing of theirs is undone.
#[derive(Clone, Copy)]
pub struct Stale(RwSignal<bool>);

impl Stale {
    /// Nobody was.
    pub fn new() -> Self {
        Self(RwSignal::new(false))
    }

    /// Somebody was.
    pub fn set(self) {
        self.0.set(true);
    }

    /// What is said of it.
    pub fn said(self) -> impl IntoView {
        view! {
            <p class="note empty:hidden" role="alert">
                {move || self.0.get().then(espaces::changer_entre_temps)}
            </p>
        }
    }

    /// Whether that is why something was refused.
    pub fn is_why(problem: Option<&Problem>) -> bool {
        problem.is_some_and(|problem| problem.kind == ProblemKind::AtelierChange)
    }

    /// Any other reason: this one is said once, and elsewhere.
    pub fn aside(problem: Signal<Option<Problem>>) -> Signal<Option<Problem>> {
        Signal::derive(move || problem.get().filter(|why| !Self::is_why(Some(why))))
    }
}

/// What sends the form: a new place once, a known one again.
#[derive(Clone, Copy)]
struct Sending {
    create: Creation<CreateEspaceTemps>,
    change: Creation<ChangeEspaceTemps>,
    // Of a known place, the one that the form was made from.
    version: Option<u32>,
    // To whoever is expected there when the hours leave no room any more.
    mot: RwSignal<String>,
}

impl Sending {
    fn send(self, request: CreateEspaceTemps) {
        let Some(version) = self.version else { return self.create.send(request) };
        let mot = Ligne::parse(&self.mot.get_untracked()).ok();
        self.change.send(ChangeEspaceTemps { mot, version, ..request.into() });
    }

    fn is_done(self) -> bool {
        self.create.reply().is_some() || self.change.reply().is_some()
    }

    fn problem(self) -> Signal<Option<Problem>> {
        Signal::derive(move || self.create.problem().get().or_else(|| self.change.problem().get()))
    }

    fn pending(self) -> Signal<bool> {
        Signal::derive(move || self.create.pending().get() || self.change.pending().get())
    }
}

#[component]
fn Form(known: Option<EspaceEnDetail>, on_stale: Callback<()>) -> impl IntoView {
    let draft = Draft::of(known.as_ref());
    let is_new = known.is_none();
    let others = known.as_ref().map(|one| of_others(&one.structures)).unwrap_or_default();
    let version = known.as_ref().map(|one| one.version);
    let known_code = known.map(|one| one.espace.code);
    // A bus follows its stops.
    let follows_text = (!untrack(|| draft.is_mobile())).then(|| view! { <SuitUnTexte espace=known_code /> });
    let route = Route::expect();
    let mot = RwSignal::new(String::new());
    let sending = Sending { create: Creation::new(), change: Creation::new(), version, mot };
    Effect::new(move || {
        if sending.is_done() {
            route.go("/pro/espaces");
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        draft.tried.set(true);
        match untrack(|| draft.request()) {
            Some(request) => sending.send(request),
            None => show_errors(),
        }
    };
    let problem = sending.problem();
    Effect::new(move || match problem.with(|problem| (problem.is_some(), Stale::is_why(problem.as_ref()))) {
        (_, true) => on_stale.run(()),
        (true, false) => show_errors(),
        (false, false) => {}
    });
    let error = move |name: &'static str, check: fn(Draft) -> Option<BadField>| {
        Signal::derive(move || {
            let here = check(draft).filter(|_| draft.tried.get()).map(codes::explain_field);
            here.or_else(|| problem.with(|problem| of_server(problem.as_ref(), name)))
        })
    };
    let line = move |name: &'static str,
                     label: &'static str,
                     value: RwSignal<String>,
                     check: fn(Draft) -> Option<BadField>| {
        view! { <Field label name value maxlength=200 error=error(name, check) /> }
    };
    // The address is on posters: it does not change.
    let code = is_new.then(|| {
        view! {
            <Field
                label=pro::espace_code()
                name="code"
                value=draft.code
                hint=pro::espace_code_aide()
                maxlength=40
                error=error("code", |draft| CodeEspace::parse(&draft.code.get()).err())
            />
        }
    });
    let refused = Signal::derive(move || problem.with(|problem| refused_structures(problem.as_ref()?)));
    let clock = Signal::derive(move || problem.with(|problem| fuseau::refusal(problem.as_ref()?)));
    let action = if is_new { pro::espace_action() } else { espaces::changer_action() };
    view! {
        <form class="pile max-w-2xl" novalidate on:submit=submit>
            <Volet titre=espaces::volet_lieu() resume=draft.said_of_place() open=is_new>
                {line("nom", pro::espace_nom(), draft.nom, |draft| Ligne::parse(&draft.nom.get()).err())}
                {code}
                {line("presentation", pro::espace_presentation(), draft.presentation, |draft| {
                    Ligne::parse(&draft.presentation.get()).err()
                })}
                <RadioField label=espaces::genre() name="genre" value=draft.genre choices=choices(GenreEspace::ALL, GenreEspace::code, mots::genre) />
                {line("lieu", pro::espace_lieu(), draft.lieu, |draft| Ligne::parse(&draft.lieu.get()).err())}
                {line("adresse", pro::espace_adresse(), draft.adresse, |draft| Ligne::parse(&draft.adresse.get()).err())}
                {line("commune", pro::espace_commune(), draft.commune, |draft| Ligne::parse(&draft.commune.get()).err())}
            </Volet>
            <Volet titre=espaces::volet_heures() resume=draft.said_of_hours() open=false>
                {follows_text}
                <Openings draft problem clock />
            </Volet>
            <Volet titre=espaces::volet_structures() resume=draft.said_of_structures() open=false>
                <StructuresField chosen=draft.structures tried=draft.tried refused others />
            </Volet>
            <Volet titre=espaces::volet_sur_place() resume=draft.said_on_site() open=false>
                <TextField
                    label=pro::espace_propositions()
                    name="propositions"
                    value=draft.propositions
                    hint=pro::espace_propositions_aide()
                    error=error("propositions", Draft::propositions_refused)
                />
                <Practical draft />
                <CheckField label=espaces::programme() name="programme" value=draft.programme />
            </Volet>
            <ProblemNotice problem=Stale::aside(problem) />
            <Touched problem mot />
            <Submit label=action pending=sending.pending() />
        </form>
    }
}

/// The word that is asked for when somebody is expected at an hour that is no longer one of the place.
#[component]
pub fn Touched(
    /// Why it was refused.
    problem: Signal<Option<Problem>>,
    /// What is typed.
    mot: RwSignal<String>,
) -> impl IntoView {
    let asked = RwSignal::new(false);
    Effect::new(move || {
        if problem.with(|problem| problem.as_ref().is_some_and(|why| why.kind == ProblemKind::RendezVousTouches)) {
            asked.set(true);
        }
    });
    move || {
        asked.get().then(
            || view! { <Field label=pro::jour_mot() name="mot" value=mot hint=pro::jour_mot_aide() maxlength=200 /> },
        )
    }
}

fn show_errors() {
    open_wrong();
    focus_first_error();
}

#[component]
fn Practical(draft: Draft) -> impl IntoView {
    view! {
        <Field label=espaces::venir() name="venir" value=draft.venir hint=espaces::venir_aide() maxlength=200 />
        <SeveralField
            label=espaces::commodites()
            choices=choices(Commodite::ALL, Commodite::code, mots::commodite)
            chosen=draft.commodites
            all=espaces::tout()
            none=espaces::rien()
        />
        <Field label=espaces::acces_note() name="acces_note" value=draft.acces_note hint=espaces::acces_note_aide() maxlength=200 />
    }
}

/// When it is open. `clock` is what the server says of its clock.
#[component]
fn Openings(draft: Draft, problem: Signal<Option<Problem>>, clock: Signal<Option<String>>) -> impl IntoView {
    let tried = draft.tried;
    let week = move || {
        if draft.is_mobile() {
            let none = move || tried.get().then(|| draft.wrong_stops()).flatten();
            let of_a_day = move || problem.with(|problem| refused_stops(problem.as_ref()?));
            view! {
                <StopsField stops=draft.stops tried />
                <p class="erreur" role="alert">
                    {none}
                </p>
                <ChangesField changes=draft.changes tried />
                <p class="erreur" role="alert">
                    {of_a_day}
                </p>
            }
            .into_any()
        } else {
            view! { <WeekField rows=draft.semaine legend=pro::espace_horaires() tried /> }.into_any()
        }
    };
    let dates = move || match draft.is_mobile() {
        true => view! { <ClosedDatesField dates=draft.dates tried /> }.into_any(),
        false => view! { <DatesField dates=draft.dates tried /> }.into_any(),
    };
    let other = move || {
        let is_shown = draft.has_other_hours() && !draft.is_mobile();
        is_shown.then(|| view! { <WeekField rows=draft.semaine_vacances legend=espaces::horaires_vacances() tried /> })
    };
    let known = ask(|| call(ReadVacances {}));
    let until =
        move || known.ok().map(|known| espaces::vacances_jusquau(&format::long_day(noon(known.jusquau), "UTC")));
    let of_server = move || problem.with(|problem| codes::of_field(problem.as_ref(), "zone"));
    let lacks_zone = move || tried.get() && draft.lacks_zone() || of_server().is_some() && draft.zone.get().is_empty();
    let zone = Signal::derive(move || lacks_zone().then(|| espaces::erreur_zone().to_owned()));
    let hour = shown(move || match known.ok() {
        Some(known) => view! { <FuseauField value=draft.fuseau usual=known.fuseau refused=clock /> }.into_any(),
        None => ().into_any(),
    });
    view! {
        {week}
        <Field label=pro::espace_note() name="horaires_note" value=draft.note hint=pro::espace_note_aide() maxlength=200 />
        <RadioField label=espaces::vacances() name="vacances" value=draft.vacances choices=choices(EnVacances::ALL, EnVacances::code, mots::vacances) />
        <SelectField
            label=espaces::zone()
            name="zone"
            value=draft.zone
            choices=choices(ZoneScolaire::ALL, ZoneScolaire::code, mots::zone)
            empty=espaces::zone_aucune()
            error=zone
        />
        <p class="discret">{until}</p>
        {other}
        <SelectField label=espaces::feries() name="feries" value=draft.feries choices=choices(JoursFeries::ALL, JoursFeries::code, mots::feries) />
        {hour}
        {dates}
    }
}

// What the calendar of the server knows of the stops of one day.
fn refused_stops(problem: &Problem) -> Option<&'static str> {
    let codes = problem.fields.get("arrets_particuliers")?;
    let is_unknown = codes.iter().any(|code| code == "arret-inconnu");
    Some(if is_unknown { espaces::erreur_arret_inconnu() } else { espaces::erreur_arret_ce_jour() })
}

fn choices<T: Copy>(all: &[T], code: fn(T) -> &'static str, word: fn(T) -> &'static str) -> Vec<Choice> {
    all.iter().map(|one| (code(*one).to_owned(), word(*one).to_owned())).collect()
}

// Of the structures of a place those that the caller does not coordinate; to the administrator none is somebody else's.
fn of_others(structures: &[StructureId]) -> Vec<StructureId> {
    let places = appartenances(Me::expect());
    if places.is_empty() {
        return Vec::new();
    }
    let coordinated: Vec<StructureId> =
        places.into_iter().filter(|one| one.droits.coordonne).map(|one| one.structure).collect();
    structures.iter().filter(|one| !coordinated.contains(one)).copied().collect()
}

fn refused_structures(problem: &Problem) -> Option<String> {
    let said = problem.fields.get("structures")?.first()?;
    let is_last = said == "derniere";
    Some(if is_last { espaces::erreur_structures_derniere() } else { espaces::erreur_structures() }.to_owned())
}

fn of_server(problem: Option<&Problem>, name: &str) -> Option<String> {
    let is_code = name == "code" && codes::of_field(problem, name).is_some();
    let taken = problem?.kind == ProblemKind::DejaPris && name == "code";
    if taken || is_code { Some(pro::erreur_code_pris().to_owned()) } else { codes::of_field(problem, name) }
}
