//! The hours of a place in the language of OpenStreetMap: pasted or taken from a structure, read before they are used.

use leptos::prelude::*;
use shared::{
    Problem,
    accueil::{
        EssaiHoraires, HorairesACorriger, HorairesOsm, ListHorairesACorriger, Ouverture, ReadHorairesOsm,
        TryHorairesOsm, WriteHorairesOsm,
    },
    fields::{CodeEspace, HorairesEcrits, Ligne},
};

use super::{
    Back,
    creer::{Stale, Touched},
    liste::door,
};
use crate::{
    accueil::espace::by_day,
    api::{Once, call},
    ask::{Answer, Attempt, ask, watch},
    comptes::pro::voix,
    format,
    permanences::pro::jours::noon,
    route::Route,
    texts::espaces,
    ui::{Field, Icon, Loaded, MAIN, Notice, PLAIN, Page, ProblemNotice, SMALL, Submit, codes, icons},
};

/// The address `/pro/horaires/{code}`.
#[component]
pub fn HorairesPage() -> impl IntoView {
    let code = super::code_of(&Route::expect().path());
    let asked = code.clone();
    let read = ask(move || {
        let espace = asked.clone();
        async move { call(ReadHorairesOsm { espace: espace.ok_or_else(voix::unknown)? }).await }
    });
    let stale = Stale::new();
    view! {
        <Page titre=espaces::osm_titre()>
            <Back />
            {stale.said()}
            <Loaded from=read let:horaires>
                {code.clone().map(|espace| view! { <Horaires espace horaires again=read stale /> })}
            </Loaded>
        </Page>
    }
    .into_any()
}

/// What one types, what it would do, and what is done with it.
#[derive(Clone, Copy)]
struct Desk {
    espace: StoredValue<CodeEspace>,
    // What was read.
    version: u32,
    texte: RwSignal<String>,
    // To whoever is expected there on a day that the text closes.
    mot: RwSignal<String>,
    tried: RwSignal<bool>,
    // The text that was tried, and what the server made of it.
    essai: RwSignal<Option<(HorairesEcrits, EssaiHoraires)>>,
    reading: Attempt,
    writing: Attempt,
    intention: StoredValue<Once<WriteHorairesOsm>, LocalStorage>,
    again: Answer<HorairesOsm>,
}

impl Desk {
    fn typed(self) -> Result<HorairesEcrits, String> {
        HorairesEcrits::parse(&self.texte.get()).map_err(codes::explain_field)
    }

    fn read(self) {
        self.tried.set(true);
        let Ok(texte) = untrack(|| self.typed()) else { return crate::ui::focus_first_error() };
        let espace = self.espace.get_value();
        let asked = call(TryHorairesOsm { espace, texte: texte.clone() });
        self.reading.run(asked, move |essai| drop(self.essai.try_set(Some((texte, essai)))));
    }

    fn write(self, texte: Option<HorairesEcrits>, a_corriger: Option<HorairesEcrits>) {
        let mot = Ligne::parse(&self.mot.get_untracked()).ok();
        let request =
            WriteHorairesOsm { espace: self.espace.get_value(), version: self.version, texte, a_corriger, mot };
        let intention = self.intention.get_value();
        self.writing.run(intention.send(request), move |()| {
            self.again.refetch();
        });
    }

    fn take(self, texte: &HorairesEcrits) {
        self.texte.set(texte.as_str().to_owned());
        self.read();
    }

    // Of what stands in the field now: another text is not what was read.
    fn essai(self) -> Option<(HorairesEcrits, EssaiHoraires)> {
        let typed = self.typed().ok();
        self.essai.get().filter(|(texte, _)| Some(texte) == typed.as_ref())
    }
}

#[component]
fn Horaires(espace: CodeEspace, horaires: HorairesOsm, again: Answer<HorairesOsm>, stale: Stale) -> impl IntoView {
    let HorairesOsm { nom, fuseau, version, texte, a_corriger, vacances, structures } = horaires;
    let desk = Desk {
        espace: StoredValue::new(espace),
        version,
        texte: RwSignal::new(String::new()),
        mot: RwSignal::new(String::new()),
        tried: RwSignal::new(false),
        essai: RwSignal::new(None),
        reading: Attempt::new(),
        writing: Attempt::new(),
        intention: StoredValue::new_local(Once::new()),
        again,
    };
    watch(Box::new(move || {
        if desk.writing.problem.with(|problem| Stale::is_why(problem.as_ref())) {
            stale.set();
            again.refetch();
        }
    }));
    let error = Signal::derive(move || desk.typed().err().filter(|_| desk.tried.get()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        desk.read();
    };
    let problem =
        Stale::aside(Signal::derive(move || desk.reading.problem.get().or_else(|| desk.writing.problem.get())));
    let kept = a_corriger.clone();
    let known = texte.clone();
    let result =
        move || desk.essai().map(|(texte, essai)| shown(desk, texte, essai, known.clone(), kept.clone(), &fuseau));
    let of_structure = move |one: shared::accueil::HorairesDeStructure| {
        view! {
            <li>
                <button
                    type="button"
                    class="btn bouton-simple btn-block h-auto justify-start py-2 text-start"
                    on:click=move |_| desk.take(&one.texte)
                >
                    <span>{one.nom.clone()} <br /> <code class="text-sm">{one.texte.as_str().to_owned()}</code></span>
                </button>
            </li>
        }
    };
    let offered = (!structures.is_empty()).then(|| {
        view! {
            <section class="grid gap-2" aria-labelledby="reprendre">
                <h2 id="reprendre" class="titre-2">
                    {espaces::osm_reprendre()}
                </h2>
                <ul class="grid gap-2">{structures.into_iter().map(of_structure).collect_view()}</ul>
            </section>
        }
    });
    let unknown = vacances.map(|last| {
        view! {
            <p class="note">
                <Icon path=icons::CLOCK />
                <span>{espaces::osm_vacances(&format::long_day(noon(last), "UTC"))}</span>
            </p>
        }
    });
    view! {
        <div class="pile max-w-2xl">
            <p class="font-bold">{nom}</p>
            {unknown}
            {current(desk, texte.clone(), a_corriger.clone())}
            {to_correct(desk, texte, a_corriger)}
            <form class="pile" novalidate on:submit=submit>
                <Field label=espaces::osm_champ() hint=espaces::osm_champ_aide() name="texte" maxlength=255 value=desk.texte error />
                <Submit label=espaces::osm_lire() pending=desk.reading.pending />
            </form>
            <ProblemNotice problem />
            <Touched problem mot=desk.mot />
            <div class="grid gap-3" aria-live="polite">
                {result}
            </div>
            {offered}
        </div>
    }
    .into_any()
}

// What drives the door now.
fn current(desk: Desk, texte: Option<HorairesEcrits>, a_corriger: Option<HorairesEcrits>) -> impl IntoView {
    match texte {
        None => view! { <p>{espaces::osm_semaine()}</p> }.into_any(),
        Some(texte) => view! {
            <section class="carte" aria-labelledby="suivis">
                <h2 id="suivis" class="titre-2">
                    {espaces::osm_suivis()}
                </h2>
                <p>
                    <code class="break-words">{texte.as_str().to_owned()}</code>
                </p>
                <button type="button" class=SMALL on:click=move |_| desk.write(None, a_corriger.clone())>
                    {espaces::osm_arreter()}
                </button>
            </section>
        }
        .into_any(),
    }
}

// What waits for somebody who corrects it.
fn to_correct(desk: Desk, texte: Option<HorairesEcrits>, a_corriger: Option<HorairesEcrits>) -> impl IntoView {
    a_corriger.map(|note| {
        let text = note.as_str().to_owned();
        view! {
            <section class="carte carte-moment" aria-labelledby="a-corriger">
                <h2 id="a-corriger" class="titre-2 flex items-center gap-2">
                    <Icon path=icons::ALERT />
                    {espaces::osm_a_corriger()}
                </h2>
                <p>
                    <code class="break-words">{text}</code>
                </p>
                <div class="flex flex-wrap gap-2">
                    <button type="button" class=SMALL on:click=move |_| desk.take(&note)>
                        <Icon path=icons::EDIT />
                        {espaces::osm_corriger()}
                    </button>
                    <button type="button" class=SMALL on:click=move |_| desk.write(texte.clone(), None)>
                        <Icon path=icons::TRASH />
                        {espaces::osm_oublier()}
                    </button>
                </div>
            </section>
        }
    })
}

fn shown(
    desk: Desk,
    texte: HorairesEcrits,
    essai: EssaiHoraires,
    known: Option<HorairesEcrits>,
    kept: Option<HorairesEcrits>,
    fuseau: &str,
) -> AnyView {
    match essai {
        EssaiHoraires::Lisible { semaine, porte, ouvre, a_cote } => {
            let never = (!ouvre).then(espaces::osm_jamais);
            let now = door(porte, fuseau);
            view! {
                <section class="carte" aria-labelledby="lecture">
                    <h2 id="lecture" class="titre-2">
                        {espaces::osm_lus()}
                    </h2>
                    <p>{now}</p>
                    {week(&semaine)}
                    {never.map(|words| view! { <p class="font-bold">{words}</p> })}
                    {a_cote.map(|said| view! { <p class="min-w-0 break-words">{espaces::osm_a_cote(&said)}</p> })}
                    // What was to correct is what was read: it is corrected.
                    <button type="button" class=MAIN on:click=move |_| desk.write(Some(texte.clone()), None)>
                        {espaces::osm_utiliser()}
                    </button>
                </section>
            }
            .into_any()
        }
        EssaiHoraires::SansZone {} => view! {
            <p class="note note-rouge">
                <Icon path=icons::ALERT />
                <span>{espaces::osm_sans_zone()}</span>
            </p>
        }
        .into_any(),
        EssaiHoraires::Illisible { compris, suite } => {
            let why = match (compris.is_empty(), suite.is_empty()) {
                (true, _) => espaces::osm_refus_tout(&suite),
                (false, true) => espaces::osm_refus_fin(&compris),
                (false, false) => espaces::osm_refus(&compris, &suite),
            };
            let is_kept = kept.as_ref() == Some(&texte);
            let keep = (!is_kept).then(|| {
                view! {
                    <button type="button" class=PLAIN on:click=move |_| desk.write(known.clone(), Some(texte.clone()))>
                        {espaces::osm_garder()}
                    </button>
                }
            });
            view! {
                <div class="note note-rouge">
                    <Icon path=icons::ALERT />
                    <p class="min-w-0 break-words">{why}</p>
                </div>
                {keep}
            }
            .into_any()
        }
    }
}

fn week(semaine: &[Ouverture]) -> impl IntoView + use<> {
    let line = |(jour, hours): (u8, Vec<String>)| {
        view! {
            <div class="flex justify-between gap-4">
                <dt class="first-letter:uppercase">{format::weekday(jour)}</dt>
                <dd class="text-right font-bold">{hours.join(", ")}</dd>
            </div>
        }
    };
    let none = semaine.is_empty().then(|| view! { <p>{espaces::osm_lus_rien()}</p> });
    view! {
        {none}
        <dl class="grid gap-2">{by_day(semaine).into_iter().map(line).collect_view()}</dl>
    }
}

/// What is to correct, in plain sight above the places of a team.
#[component]
pub fn ACorriger() -> impl IntoView {
    let list = ask(|| async { Ok::<_, Problem>(call(ListHorairesACorriger {}).await.unwrap_or_default()) });
    let one = |one: HorairesACorriger| {
        let href = format!("/pro/horaires/{}", one.espace.as_str());
        view! {
            <Notice>
                <p class="font-bold">{espaces::osm_a_corriger()}</p>
                <p>
                    <code class="break-words">{one.texte.as_str().to_owned()}</code>
                </p>
                <a href=href class="lien inline-flex min-h-12 items-center">
                    {espaces::osm_voir(one.espace.as_str())}
                </a>
            </Notice>
        }
    };
    move || list.ok().unwrap_or_default().into_iter().map(one).collect_view()
}

/// Above the hours of the week: what they are for, when a written week drives the door.
#[component]
pub fn SuitUnTexte(
    /// The place, when it is there already.
    espace: Option<CodeEspace>,
) -> impl IntoView {
    espace.map(|espace| {
        let href = format!("/pro/horaires/{}", espace.as_str());
        let read = ask(move || {
            let espace = espace.clone();
            async move { Ok::<_, Problem>(call(ReadHorairesOsm { espace }).await.ok().and_then(|read| read.texte)) }
        });
        let said = move || match read.ok().flatten() {
            Some(texte) => espaces::osm_decide(texte.as_str()),
            None => espaces::osm_possible().to_owned(),
        };
        view! {
            <div class="grid gap-1">
                <p>{said}</p>
                <a href=href class="lien inline-flex min-h-12 items-center">
                    {espaces::osm_ouvrir()}
                </a>
            </div>
        }
    })
}
