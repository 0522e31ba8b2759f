//! The form that makes an atelier, or a series.

use leptos::prelude::*;
use shared::{
    ateliers::{AtelierPro, CreateAteliers, DatesAteliers, PreviewDates},
    permanences::Rythme,
};

use super::{
    Back, address,
    champs::{Champs, Listes, field_of, listes, of_server},
    saisie::{AILLEURS, Saisie},
};
use crate::{
    api::call,
    ask::{Attempt, ask},
    permanences::pro::{
        ecarts::LeftOut,
        quand::{DATE, DATES, Quand},
        quand_champs::{Errors, Rhythm},
    },
    session::Me,
    texts::{ateliers, pro},
    ui::{
        CheckField, Creation, Field, Icon, Loaded, MAIN, PLAIN, Page, ProblemNotice, SelectField, Submit,
        focus_first_error, focus_heading, icons,
    },
};

/// The address `/pro/ateliers/creer`.
#[component]
pub fn CreerPage() -> impl IntoView {
    let lists = ask(listes(Me::expect()));
    let create = Creation::<CreateAteliers>::new();
    view! {
        <Page titre=ateliers::pro_creer()>
            <Back href="/pro/ateliers" label=ateliers::pro_retour() />
            {move || match create.reply() {
                Some(made) => view! { <Made made again=move || create.reset() /> }.into_any(),
                None => view! {
                    <Loaded from=lists let:lists>
                        <Form listes=lists create />
                    </Loaded>
                }
                .into_any(),
            }}
        </Page>
    }
    .into_any()
}

/// What is typed beside the atelier itself.
#[derive(Clone, Copy)]
struct Draft {
    structure: RwSignal<String>,
    saisie: Saisie,
    quand: Quand,
    publie: RwSignal<bool>,
    tried: RwSignal<bool>,
}

impl Draft {
    fn new(listes: &Listes) -> Self {
        let (structure, ou) = match (listes.structures.first(), listes.espaces.first()) {
            (Some((structure, _)), Some((espace, _))) => (structure.clone(), espace.clone()),
            (structure, _) => (structure.map(|(id, _)| id.clone()).unwrap_or_default(), AILLEURS.to_owned()),
        };
        let quand = Quand::new();
        quand.fin.set("16:00".to_owned());
        Self {
            structure: RwSignal::new(structure),
            saisie: Saisie::new(ou),
            quand,
            publie: RwSignal::new(false),
            tried: RwSignal::new(false),
        }
    }

    fn repeats(self) -> bool {
        self.quand.rythme.with(|rythme| rythme != DATE && rythme != DATES)
    }

    fn wrong(self, name: &str) -> Option<&'static str> {
        match name {
            "structure" => self.structure.with(String::is_empty).then(pro::erreur_a_choisir),
            // A series ends.
            "jusquau" if self.repeats() && self.quand.jusquau.with(String::is_empty) => {
                Some(ateliers::pro_erreur_jusquau())
            }
            "jour" | "jusquau" | "toutes_les" | "rangs" | "ajout" | "debut" | "fin" => self.quand.wrong(name),
            name => self.saisie.wrong(name),
        }
    }

    fn request(self) -> Option<CreateAteliers> {
        let when = ["jour", "jusquau", "debut", "fin"];
        when.iter().all(|name| self.wrong(name).is_none()).then_some(())?;
        let rythme: Rythme = self.quand.rythme()?;
        Some(CreateAteliers {
            structure: self.structure.get().parse().ok()?,
            fiche: self.saisie.fiche()?,
            rythme,
            debut: self.quand.debut.get().parse().ok()?,
            fin: self.quand.fin.get().parse().ok()?,
            publie: self.publie.get(),
        })
    }
}

#[component]
fn Form(listes: Listes, create: Creation<CreateAteliers>) -> impl IntoView {
    let draft = Draft::new(&listes);
    let problem = create.problem();
    let error: Errors = Callback::new(move |name: &'static str| {
        Signal::derive(move || {
            let here = draft.tried.get().then(|| draft.wrong(name)).flatten().map(str::to_owned);
            here.or_else(|| problem.with(|problem| of_server(problem.as_ref(), name)))
        })
    });
    Effect::new(move || {
        if problem.with(Option::is_some) {
            focus_first_error();
        }
    });
    // What a rule leaves out is said before it is published: the next press is a yes to that.
    let (preview, told) = (Attempt::new(), RwSignal::new(None::<(CreateAteliers, DatesAteliers)>));
    let announced = NodeRef::<leptos::html::Div>::new();
    let is_told = move |request: &CreateAteliers| {
        let is_this = |(known, dates): &(CreateAteliers, DatesAteliers)| known == request && !dates.jours.is_empty();
        told.with_untracked(|told| told.as_ref().is_some_and(is_this))
    };
    let look = move |request: CreateAteliers| {
        let CreateAteliers { rythme, debut, fin, fiche, .. } = request.clone();
        let asked = call(PreviewDates { rythme, debut, fin, lieu: fiche.lieu });
        preview.run(asked, move |dates| match dates.ecartes.is_empty() {
            true => create.send(request),
            false => {
                drop(told.try_set(Some((request, dates))));
                show(announced);
            }
        });
    };
    // What is typed since then makes it untrue.
    let said = move || told.get().filter(|(known, _)| draft.request().as_ref() == Some(known));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        draft.tried.set(true);
        match untrack(|| draft.request()) {
            Some(request) if untrack(|| draft.repeats()) && !is_told(&request) => look(request),
            Some(request) => create.send(request),
            None => focus_first_error(),
        }
    };
    // A refusal that is shown on its field is not said twice.
    let general = Signal::derive(move || problem.get().filter(|problem| field_of(problem.kind).is_none()));
    let hour = move |name: &'static str, label: &'static str, value: RwSignal<String>| {
        view! { <Field label name value kind="time" error=error.run(name) /> }
    };
    let several = 1 < listes.structures.len();
    let structures = listes.structures.clone();
    view! {
        <form class="deux-colonnes" novalidate on:submit=submit>
            <div>
                <Champs saisie=draft.saisie listes error />
            </div>
            <div>
                <Rhythm quand=draft.quand error last=ateliers::pro_champ_jusquau() />
                <div class="cases">
                    {hour("debut", pro::publier_debut(), draft.quand.debut)}
                    {hour("fin", pro::publier_fin(), draft.quand.fin)}
                </div>
                {several
                    .then(|| {
                        view! {
                            <SelectField
                                label=ateliers::pro_champ_structure()
                                name="structure"
                                value=draft.structure
                                choices=structures
                                error=error.run("structure")
                            />
                        }
                    })}
                <CheckField label=ateliers::pro_publier_aussi() name="publie" value=draft.publie />
                <ProblemNotice problem=general />
                <ProblemNotice problem=preview.problem />
                <div class="pile empty:hidden" role="status" node_ref=announced>
                    {move || said().map(|(_, dates)| view! { <Announced dates /> })}
                </div>
                <Submit label=ateliers::pro_creer_action() pending=create.pending() />
            </div>
        </form>
    }
}

// What is said stands in the place of the button, and may be longer than the screen of a phone: it begins at its top.
fn show(announced: NodeRef<leptos::html::Div>) {
    request_animation_frame(move || {
        if let Some(said) = announced.try_get_untracked().flatten() {
            said.scroll_into_view();
        }
    });
}

// How many dates will be made, and those that will not.
#[component]
fn Announced(dates: DatesAteliers) -> impl IntoView {
    let (count, next) = match dates.jours.len() {
        0 => (ateliers::pro_dates_aucune().to_owned(), ateliers::pro_ecartes_rien()),
        1 => (ateliers::pro_dates_une().to_owned(), ateliers::pro_ecartes_suite()),
        many => (ateliers::pro_dates(&many.to_string()), ateliers::pro_ecartes_suite()),
    };
    view! {
        <div class="note">
            <div class="pile">
                <p class="font-bold">{count}</p>
                <p>{ateliers::pro_ecartes()}</p>
                <LeftOut ecartes=dates.ecartes />
                <p>{next}</p>
            </div>
        </div>
    }
}

#[component]
fn Made(made: Vec<AtelierPro>, again: impl Fn() + 'static) -> impl IntoView {
    // The button that made them is gone with its form.
    focus_heading();
    let count = match made.len() {
        1 => ateliers::pro_cree_un().to_owned(),
        many => ateliers::pro_cree(&many.to_string()),
    };
    let published = made.first().is_some_and(|one| one.atelier.etat == shared::ateliers::EtatAtelier::Publie);
    let next = if published { ateliers::pro_cree_publie() } else { ateliers::pro_cree_brouillon() };
    let (href, label) = match made.as_slice() {
        [one] => (address(one.atelier.id), ateliers::pro_cree_voir()),
        _ => ("/pro/ateliers".to_owned(), ateliers::pro_retour()),
    };
    view! {
        <section class="carte carte-moment max-w-xl" role="status">
            <h2 class="titre-2 flex items-center gap-2">
                <Icon path=icons::CHECK />
                {ateliers::pro_cree_titre()}
            </h2>
            <p>{count} ". " {next}</p>
            <a href=href class=MAIN>
                {label}
            </a>
            <button type="button" class=PLAIN on:click=move |_| again()>
                {ateliers::pro_cree_autre()}
            </button>
        </section>
    }
}
