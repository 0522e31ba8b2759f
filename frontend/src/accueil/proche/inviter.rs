//! A jeune invites one person: what it opens, the link that is shown once, and the way to end it.

use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use shared::{
    Problem,
    accueil::{InviteProche, LienProche, Portee},
    ateliers::{EtatInscription, Inscription, ListInscriptions},
    fields::Prenom,
    permanences::{EtatRendezVous, ListRendezVous, RendezVous},
};

use super::{Emergency, liste::Invited};
use crate::{
    api::{Once, call},
    ask::{Attempt, ask, memo, shown},
    comptes::jeune::Inside,
    format,
    live::Live,
    texts::proche,
    ui::{
        Field, Icon, MAIN, PLAIN, Page, ProblemNotice, QrImage, RadioField, SelectField, Submit,
        codes::{explain_field, of_field},
        focus_first_error, icons,
    },
};

/// `/proche/moi/liste`: the invitations of a jeune.
#[component]
pub fn MesProchesPage() -> impl IntoView {
    view! {
        <Inside titre=proche::moi_titre()>
            <Mine />
        </Inside>
    }
    .into_any()
}

#[component]
fn Mine() -> impl IntoView {
    let live = Live::expect();
    let made = RwSignal::new(None::<(String, LienProche)>);
    let again = RwSignal::new(0_u32);
    let rendez_vous = ask(move || {
        live.rendez_vous.track();
        call(ListRendezVous {})
    });
    let joined = ask(move || {
        live.rendez_vous.track();
        call(ListInscriptions {})
    });
    let form = shown(move || match made.get() {
        Some((prenom, lien)) => view! { <Link prenom lien made /> }.into_any(),
        None => {
            let moments = Moments::to_come(rendez_vous.ok().unwrap_or_default(), joined.ok().unwrap_or_default());
            view! { <Invite moments made again /> }.into_any()
        }
    });
    view! {
        <Page titre=proche::moi_titre()>
            <p>{proche::moi_aide()}</p>
            {form}
            <Invited again />
            <Emergency />
        </Page>
    }
    .into_any()
}

/// What somebody may come along to: ids, each with its moment in words.
#[derive(Clone, Default)]
struct Moments {
    rendez_vous: Vec<(String, String)>,
    ateliers: Vec<(String, String)>,
}

impl Moments {
    fn to_come(rendez_vous: Vec<RendezVous>, inscriptions: Vec<Inscription>) -> Self {
        let rendez_vous = rendez_vous
            .into_iter()
            .filter(|one| one.etat == EtatRendezVous::Confirme && format::now() < one.debut)
            .map(|one| (one.id.to_string(), format::moment(one.debut, &one.lieu.fuseau)));
        let ateliers = inscriptions
            .into_iter()
            .filter(|one| one.etat == EtatInscription::Inscrit && one.atelier.accompagne)
            .filter(|one| format::now() < one.atelier.debut)
            .map(|one| {
                let when = format::moment(one.atelier.debut, &one.atelier.lieu.fuseau);
                (one.id.to_string(), format!("{} : {when}", one.atelier.titre))
            });
        Self { rendez_vous: rendez_vous.collect(), ateliers: ateliers.collect() }
    }
}

#[component]
fn Invite(moments: Moments, made: RwSignal<Option<(String, LienProche)>>, again: RwSignal<u32>) -> impl IntoView {
    let (attempt, tried) = (Attempt::new(), RwSignal::new(false));
    let text = |known: &str| RwSignal::new(known.to_owned());
    let (prenom, portee, signe) = (text(""), text(Portee::Equipe.code()), text(""));
    let (meeting, atelier) = (text(""), text(""));
    let scope = memo(move || Portee::from_code(&portee.get()).unwrap_or(Portee::Equipe));
    let no_name = Signal::derive(move || Prenom::parse(&prenom.get()).err().filter(|_| tried.get()).map(explain_field));
    let no_choice = Signal::derive(move || match scope.get() {
        _ if !tried.get() => None,
        Portee::RendezVous if meeting.with(String::is_empty) => Some(proche::erreur_rendez_vous().to_owned()),
        Portee::Atelier if atelier.with(String::is_empty) => Some(proche::erreur_atelier().to_owned()),
        Portee::RendezVous | Portee::Atelier | Portee::Equipe => None,
    });
    let problem = Signal::derive(move || attempt.problem.get().map(in_words));
    let once = StoredValue::new_local(Once::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let portee = scope.get_untracked();
        let rendez_vous = meeting.get_untracked().parse().ok().filter(|_| portee == Portee::RendezVous);
        let inscription = atelier.get_untracked().parse().ok().filter(|_| portee == Portee::Atelier);
        let (Ok(who), false) = (Prenom::parse(&prenom.get_untracked()), untrack(|| no_choice.get().is_some())) else {
            return focus_first_error();
        };
        let name = who.as_str().to_owned();
        let signe = Prenom::parse(&signe.get_untracked()).ok();
        let request = InviteProche { prenom: who, portee, rendez_vous, inscription, signe };
        attempt.run(once.get_value().call(request), move |lien| {
            again.try_update(|again| *again += 1);
            made.try_set(Some((name, lien)));
        });
    };
    let mut scopes = vec![(Portee::Equipe.code().to_owned(), proche::moi_portee_equipe().to_owned())];
    if !moments.rendez_vous.is_empty() {
        scopes.push((Portee::RendezVous.code().to_owned(), proche::moi_portee_rendez_vous().to_owned()));
    }
    if !moments.ateliers.is_empty() {
        scopes.push((Portee::Atelier.code().to_owned(), proche::moi_portee_atelier().to_owned()));
    }
    let moments = StoredValue::new(moments);
    let which = move |label: &'static str, name: &'static str, value, choices| {
        view! {
            <p class="discret">{proche::moi_portee_rendez_vous_aide()}</p>
            <SelectField label name value choices empty=proche::moi_choisir() error=no_choice />
        }
        .into_any()
    };
    let more = shown(move || match scope.get() {
        Portee::RendezVous => {
            which(proche::moi_lequel(), "rendez_vous", meeting, moments.with_value(|all| all.rendez_vous.clone()))
        }
        Portee::Atelier => {
            which(proche::moi_quel_atelier(), "atelier", atelier, moments.with_value(|all| all.ateliers.clone()))
        }
        Portee::Equipe => view! { <p class="discret">{proche::moi_portee_equipe_aide()}</p> }.into_any(),
    });
    view! {
        <form class="carte" novalidate on:submit=submit>
            <Field label=proche::moi_qui() name="prenom" value=prenom maxlength=40 error=no_name />
            <RadioField label=proche::moi_portee() name="portee" value=portee choices=scopes />
            {more}
            <Field label=proche::moi_signe() hint=proche::moi_signe_aide() name="signe" value=signe maxlength=40 />
            <ProblemNotice problem />
            <Submit label=proche::moi_inviter() pending=attempt.pending />
        </form>
    }
    .into_any()
}

fn in_words(problem: Problem) -> Problem {
    match of_field(Some(&problem), "portee") {
        Some(_) => Problem { title: proche::erreur_sans_lieu().to_owned(), ..problem },
        None => problem,
    }
}

/// The link, once.
#[component]
fn Link(prenom: String, lien: LienProche, made: RwSignal<Option<(String, LienProche)>>) -> impl IntoView {
    let value = RwSignal::new(lien.lien);
    let copied = RwSignal::new(None::<&'static str>);
    let copy = move |_| {
        let copying = value.with_untracked(|lien| window().navigator().clipboard().write_text(lien));
        spawn_local(async move {
            let done = wasm_bindgen_futures::JsFuture::from(copying).await.is_ok();
            copied.try_set(Some(if done { proche::moi_copie() } else { proche::moi_copie_impossible() }));
        });
    };
    view! {
        <section class="carte carte-moment" aria-labelledby="lien-titre">
            <h2 id="lien-titre" class="titre-2" dir="auto">
                {proche::moi_lien_titre(&prenom)}
            </h2>
            <p>{proche::moi_lien_aide()}</p>
            <QrImage svg=lien.qr alt=proche::moi_qr() />
            <Field label=proche::moi_lien_label() name="lien" value maxlength=2000 />
            <button type="button" class=MAIN on:click=copy>
                <Icon path=icons::COPY />
                {proche::moi_copier()}
            </button>
            <p role="status" class="font-bold empty:hidden">
                {copied}
            </p>
            <button type="button" class=PLAIN on:click=move |_| made.set(None)>
                {proche::moi_fini()}
            </button>
        </section>
    }
    .into_any()
}
