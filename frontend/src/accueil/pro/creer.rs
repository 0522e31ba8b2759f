//! The form that opens an espace-temps.

use leptos::prelude::*;
use shared::{
    Problem, ProblemKind,
    accueil::CreateEspaceTemps,
    annuaire::{ListStructures, Structure},
    fields::{BadField, CodeEspace, Ligne},
    ids::StructureId,
};

use super::horaires::{HorairesField, Rows};
use crate::{
    api::call,
    ask::ask,
    route::Route,
    texts::pro,
    ui::{
        Creation, Field, Icon, Loaded, MAIN, Page, ProblemNotice, Submit, TextField, codes, focus_first_error, icons,
    },
};

/// The address `/pro/espaces/creer`.
#[component]
pub fn CreerEspacePage() -> impl IntoView {
    let structures = ask(|| call(ListStructures {}));
    view! {
        <Page titre=pro::espace_titre()>
            <p>
                <a href="/pro/espaces" class="lien inline-flex min-h-12 items-center gap-1">
                    <Icon path=icons::BACK />
                    {pro::espace_retour()}
                </a>
            </p>
            <Loaded from=structures let:structures>
                <Form structures />
            </Loaded>
        </Page>
    }
    .into_any()
}

/// What is typed.
#[derive(Clone, Copy)]
struct Draft {
    nom: RwSignal<String>,
    code: RwSignal<String>,
    presentation: RwSignal<String>,
    lieu: RwSignal<String>,
    adresse: RwSignal<String>,
    commune: RwSignal<String>,
    note: RwSignal<String>,
    propositions: RwSignal<String>,
    structures: RwSignal<Vec<StructureId>>,
    rows: Rows,
    tried: RwSignal<bool>,
}

impl Draft {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            nom: empty(),
            code: empty(),
            presentation: empty(),
            lieu: empty(),
            adresse: empty(),
            commune: empty(),
            note: empty(),
            propositions: empty(),
            structures: RwSignal::new(Vec::new()),
            rows: Rows::new(),
            tried: RwSignal::new(false),
        }
    }

    // Called outside of any tracking: `None` when something is to be corrected.
    fn request(self) -> Option<CreateEspaceTemps> {
        let line = |field: RwSignal<String>| Ligne::parse(&field.get()).ok();
        let structures = self.structures.get();
        let propositions = self.propositions.get();
        let propositions = propositions.lines().filter(|line| !line.trim().is_empty());
        (!structures.is_empty()).then_some(())?;
        Some(CreateEspaceTemps {
            code: CodeEspace::parse(&self.code.get()).ok()?,
            nom: line(self.nom)?,
            presentation: line(self.presentation)?,
            lieu: line(self.lieu)?,
            adresse: line(self.adresse)?,
            commune: line(self.commune)?,
            horaires: self.rows.ouvertures()?,
            horaires_note: line(self.note),
            structures,
            propositions: propositions.map(|line| Ligne::parse(line).ok()).collect::<Option<_>>()?,
        })
    }

    fn propositions_refused(self) -> Option<BadField> {
        let text = self.propositions.get();
        text.lines().filter(|line| !line.trim().is_empty()).find_map(|line| Ligne::parse(line).err())
    }
}

#[component]
fn Form(structures: Vec<Structure>) -> impl IntoView {
    let draft = Draft::new();
    let create = Creation::<CreateEspaceTemps>::new();
    let route = Route::expect();
    Effect::new(move || {
        if create.reply().is_some() {
            route.go("/pro/espaces");
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        draft.tried.set(true);
        match untrack(|| draft.request()) {
            Some(request) => create.send(request),
            None => focus_first_error(),
        }
    };
    let error = move |name: &'static str, check: fn(Draft) -> Option<BadField>| {
        Signal::derive(move || {
            let here = check(draft).filter(|_| draft.tried.get()).map(codes::explain_field);
            here.or_else(|| create.problem().with(|problem| of_server(problem.as_ref(), name)))
        })
    };
    let line = move |name: &'static str,
                     label: &'static str,
                     value: RwSignal<String>,
                     check: fn(Draft) -> Option<BadField>| {
        view! { <Field label name value maxlength=200 error=error(name, check) /> }
    };
    view! {
        <form class="pile max-w-2xl" novalidate on:submit=submit>
            {line("nom", pro::espace_nom(), draft.nom, |draft| Ligne::parse(&draft.nom.get()).err())}
            <Field
                label=pro::espace_code()
                name="code"
                value=draft.code
                hint=pro::espace_code_aide()
                maxlength=40
                error=error("code", |draft| CodeEspace::parse(&draft.code.get()).err())
            />
            {line("presentation", pro::espace_presentation(), draft.presentation, |draft| {
                Ligne::parse(&draft.presentation.get()).err()
            })}
            {line("lieu", pro::espace_lieu(), draft.lieu, |draft| Ligne::parse(&draft.lieu.get()).err())}
            {line("adresse", pro::espace_adresse(), draft.adresse, |draft| Ligne::parse(&draft.adresse.get()).err())}
            {line("commune", pro::espace_commune(), draft.commune, |draft| Ligne::parse(&draft.commune.get()).err())}
            <HorairesField rows=draft.rows tried=draft.tried />
            <Field
                label=pro::espace_note()
                name="horaires_note"
                value=draft.note
                hint=pro::espace_note_aide()
                maxlength=200
            />
            <StructuresField structures draft />
            <TextField
                label=pro::espace_propositions()
                name="propositions"
                value=draft.propositions
                hint=pro::espace_propositions_aide()
                error=error("propositions", Draft::propositions_refused)
            />
            <ProblemNotice problem=create.problem() />
            <Submit label=pro::espace_action() pending=create.pending() />
        </form>
    }
}

#[component]
fn StructuresField(structures: Vec<Structure>, draft: Draft) -> impl IntoView {
    if structures.is_empty() {
        return view! {
            <p>{pro::espace_sans_structure()}</p>
            <a href="/pro/structures" class=MAIN>
                {pro::structures_ajouter()}
            </a>
        }
        .into_any();
    }
    let wrong = move || draft.tried.get() && draft.structures.with(Vec::is_empty);
    let choice = move |structure: Structure| {
        let id = structure.id;
        let change = move |event: leptos::ev::Event| {
            let chosen = event_target_checked(&event);
            draft.structures.update(|list| {
                list.retain(|known| *known != id);
                list.extend(chosen.then_some(id));
            });
        };
        view! {
            <label class="choix">
                <input
                    type="checkbox"
                    class="checkbox checkbox-primary rounded-md"
                    aria-invalid=move || wrong().then_some("true")
                    on:change=change
                />
                <span>{structure.nom}</span>
            </label>
        }
    };
    view! {
        <fieldset class="grid gap-2" aria-describedby="erreur-structures">
            <legend class="mb-1.5 font-bold">{pro::espace_structures()}</legend>
            <div class="grid gap-2 sm:grid-cols-2">{structures.into_iter().map(choice).collect_view()}</div>
            <p id="erreur-structures" class="erreur" role="alert">
                {move || wrong().then(pro::erreur_au_moins_une)}
            </p>
        </fieldset>
    }
    .into_any()
}

fn of_server(problem: Option<&Problem>, name: &str) -> Option<String> {
    let taken = problem?.kind == ProblemKind::DejaPris && name == "code";
    if taken { Some(pro::erreur_code_pris().to_owned()) } else { codes::of_field(problem, name) }
}
