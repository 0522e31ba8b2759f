//! Changing an atelier: those who joined are told what is new.

use leptos::prelude::*;
use shared::{
    Problem, ProblemKind,
    ateliers::{AtelierPro, ChangeAtelier, ListeAtelier, ReadListeAtelier},
    fields::{Heure, Jour, Ligne},
};

use super::{
    Back, address,
    champs::{Champs, Listes, field_of, listes, of_server},
    feuille::CHANGED,
    in_address,
    saisie::Saisie,
    serie,
};
use crate::{
    api::call,
    ask::{Attempt, ask, memo, watch},
    comptes::pro::voix,
    permanences::pro::quand_champs::Errors,
    route::Route,
    session::Me,
    texts::{ateliers, pro},
    ui::{CheckField, Field, Loaded, Page, ProblemNotice, Submit, codes::explain, focus_first_error},
};

/// The address `/pro/ateliers/{atelier}/changer`.
#[component]
pub fn ChangerPage() -> impl IntoView {
    let lists = listes(Me::expect());
    let asked = ask(move || {
        let (atelier, lists) = (in_address(), lists());
        async move {
            let atelier = atelier.ok_or_else(voix::unknown)?;
            let read = call(ReadListeAtelier { atelier }).await?;
            Ok::<_, Problem>((read, lists.await?))
        }
    });
    // Somebody else was faster: what it is now is shown, and nothing of theirs is undone.
    let stale = RwSignal::new(false);
    let again = Callback::new(move |()| {
        stale.set(true);
        asked.refetch();
    });
    view! {
        <Page titre=ateliers::pro_changer_titre()>
            <Back href=in_address().map(address).unwrap_or_default() label=ateliers::pro_code_retour() />
            <Loaded from=asked let:read>
                <p class="note empty:hidden" role="alert">
                    {move || stale.get().then(ateliers::pro_change_entre_temps)}
                </p>
                <Form read=read.0 listes=read.1 on_stale=again />
            </Loaded>
        </Page>
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct Draft {
    saisie: Saisie,
    jour: RwSignal<String>,
    debut: RwSignal<String>,
    fin: RwSignal<String>,
    mot: RwSignal<String>,
    // Whether the dates that come after are taken along.
    suite: RwSignal<bool>,
    tried: RwSignal<bool>,
    // Someone reads the word: what they must be told cannot be left out.
    told: bool,
    former: StoredValue<AtelierPro>,
}

impl Draft {
    fn new(pro: &AtelierPro) -> Self {
        Self {
            saisie: Saisie::of(&pro.fiche, &pro.atelier.lieu.nom),
            jour: RwSignal::new(pro.jour.to_string()),
            debut: RwSignal::new(pro.debut.to_string()),
            fin: RwSignal::new(pro.fin.to_string()),
            mot: RwSignal::new(String::new()),
            suite: RwSignal::new(false),
            tried: RwSignal::new(false),
            told: 0 < pro.inscrits + pro.attentes,
            former: StoredValue::new(pro.clone()),
        }
    }

    fn jour(self) -> Option<Jour> {
        self.jour.get().parse().ok()
    }

    fn hours(self) -> Option<(Heure, Heure)> {
        Some((self.debut.get().parse().ok()?, self.fin.get().parse().ok()?))
    }

    // Another day, hour or place.
    fn moves(self) -> bool {
        let (jour, hours) = (self.jour(), self.hours());
        let fiche = self.saisie.fiche();
        self.former.with_value(|former| {
            let place = |fiche: &shared::ateliers::FicheAtelier| (fiche.lieu.clone(), fiche.point_rencontre.clone());
            jour != Some(former.jour)
                || hours != Some((former.debut, former.fin))
                || fiche.is_some_and(|fiche| place(&fiche) != place(&former.fiche))
        })
    }

    fn wrong(self, name: &str) -> Option<&'static str> {
        match name {
            "jour" => self.jour.get().parse::<Jour>().err().map(|refused| explain(refused.0)),
            "debut" => self.debut.get().parse::<Heure>().err().map(|refused| explain(refused.0)),
            "fin" => match (self.debut.get().parse::<Heure>(), self.fin.get().parse::<Heure>()) {
                (_, Err(refused)) => Some(explain(refused.0)),
                (Ok(debut), Ok(fin)) if fin <= debut => Some(pro::erreur_fin_avant_debut()),
                _ => None,
            },
            "mot" => {
                let missing = self.mot.with(|mot| mot.trim().is_empty()) && self.told && self.moves();
                missing.then(ateliers::pro_erreur_mot)
            }
            name => self.saisie.wrong(name),
        }
    }

    fn request(self) -> Option<ChangeAtelier> {
        let all = ["jour", "debut", "fin", "mot"];
        all.iter().all(|name| self.wrong(name).is_none()).then_some(())?;
        let (debut, fin) = self.hours()?;
        let mot = self.mot.get();
        Some(ChangeAtelier {
            atelier: self.former.with_value(|former| former.atelier.id),
            version: self.former.with_value(|former| former.version),
            fiche: self.saisie.fiche()?,
            jour: self.jour()?,
            debut,
            fin,
            suite: self.suite.get(),
            mot: if mot.trim().is_empty() { None } else { Some(Ligne::parse(&mot).ok()?) },
        })
    }
}

#[component]
fn Form(read: ListeAtelier, listes: Listes, on_stale: Callback<()>) -> impl IntoView {
    let (pro, later) = (read.atelier, serie::later(&read.dates));
    let (draft, attempt, route) = (Draft::new(&pro), Attempt::new(), Route::expect());
    let back = address(pro.atelier.id);
    let problem = attempt.problem;
    let error: Errors = Callback::new(move |name: &'static str| {
        Signal::derive(move || {
            let here = draft.tried.get().then(|| draft.wrong(name)).flatten().map(str::to_owned);
            here.or_else(|| problem.with(|problem| of_server(problem.as_ref(), name)))
        })
    });
    let kind = memo(move || problem.with(|problem| problem.as_ref().map(|problem| problem.kind)));
    watch(Box::new(move || match kind.get() {
        Some(ProblemKind::AtelierChange) => on_stale.run(()),
        Some(_) => focus_first_error(),
        None => {}
    }));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        draft.tried.set(true);
        let back = back.clone();
        match untrack(|| draft.request()) {
            Some(request) => {
                let done = match request.suite {
                    true => format!("{back}?{CHANGED}={}", later + 1),
                    false => back,
                };
                attempt.run(call(request), move |_| route.go(&done));
            }
            None => focus_first_error(),
        }
    };
    // What is refused on its field, or said above the form, is not said twice.
    let is_said = |kind| kind == ProblemKind::AtelierChange || field_of(kind).is_some();
    let general = Signal::derive(move || {
        problem.get().filter(|problem| !is_said(problem.kind) && !problem.fields.contains_key("suite"))
    });
    let field = move |name: &'static str, label: &'static str, value: RwSignal<String>, kind: &'static str| {
        view! { <Field label name value kind error=error.run(name) /> }
    };
    let alone = (0 < pro.serie && later == 0).then(|| view! { <p class="note">{ateliers::pro_cette_date()}</p> });
    let taken = match later {
        0 => None,
        1 => Some(ateliers::pro_changer_suivante().to_owned()),
        many => Some(ateliers::pro_changer_suivantes(&many.to_string())),
    };
    let taken = taken.map(|label| {
        let refused = error.run("suite");
        let invalid = Signal::derive(move || refused.with(Option::is_some));
        view! {
            <CheckField label name="suite" value=draft.suite invalid />
            <p class="discret">{ateliers::pro_changer_suite_aide()}</p>
            <p class="erreur" role="alert">
                {move || refused.get()}
            </p>
        }
    });
    view! {
        <form class="deux-colonnes" novalidate on:submit=submit>
            <div>
                {alone}
                <Champs saisie=draft.saisie listes error />
            </div>
            <div>
                {field("jour", ateliers::pro_champ_jour(), draft.jour, "date")}
                <div class="cases">
                    {field("debut", pro::publier_debut(), draft.debut, "time")}
                    {field("fin", pro::publier_fin(), draft.fin, "time")}
                </div>
                <Field
                    label=ateliers::pro_changer_mot()
                    hint=ateliers::pro_changer_mot_aide()
                    name="mot"
                    value=draft.mot
                    maxlength=200
                    error=error.run("mot")
                />
                {taken}
                <ProblemNotice problem=general />
                <Submit label=ateliers::pro_changer_action() pending=attempt.pending />
            </div>
        </form>
    }
}
