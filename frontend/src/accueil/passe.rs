//! "Je passe": whether the door is open, how full it is, saying that one comes, being there with the code at the door.

use leptos::{
    ev::{SubmitEvent, hashchange},
    prelude::*,
};
use shared::{
    Problem, ProblemKind,
    accueil::{
        Affluence, AnnouncePassage, ArrivePassage, CodePorte, EtatPassage, Frequentation, LeavePassage, MonPassage,
        PassageEnCours, Porte, ReadFrequentation, ReadMonPassage,
    },
    comptes::Session,
    fields::{CodeEspace, Prenom},
    permanences::Besoin,
};

use super::espace::DoorState;
use crate::{
    api::{Once, call},
    ask::{Answer, Attempt, ask, memo, shown},
    format,
    live::Live,
    permanences::besoin_label,
    session::Me,
    texts::{jeune, passage, proche},
    ui::{EmergencyLink, Field, Icon, Loading, MAIN, PLAIN, Page, ProblemNotice, SelectField, Submit, icons},
};

/// `/passe/{espace}`, and with the code of the door in the fragment.
#[component]
pub fn PassePage(
    /// Which espace-temps.
    espace: CodeEspace,
) -> impl IntoView {
    let (me, live) = (Me::expect(), Live::expect());
    let here = StoredValue::new(espace);
    let how = ask(move || {
        live.event.track();
        live.catch_up.track();
        call(ReadFrequentation { espace: here.get_value() })
    });
    let is_jeune = memo(move || me.is_jeune());
    let passes = memo(move || matches!(me.get(), None | Some(Session::Jeune { .. } | Session::Anonyme {})));
    let mine = ask(move || {
        live.event.track();
        live.catch_up.track();
        is_jeune.track();
        let asks = passes.get();
        async move {
            if asks { call(ReadMonPassage { espace: here.get_value() }).await } else { Ok(PassageEnCours::default()) }
        }
    });
    let unknown = memo(move || how.get().and_then(Result::err).is_some_and(|problem| problem.status == 404));
    let titre = memo(move || how.ok().map_or_else(|| passage::titre().to_owned(), |one| one.nom));
    let words = shown(move || how.ok().map_or_else(|| ().into_any(), |one| view! { <Door one /> }.into_any()));
    let comes = memo(move || how.ok().map(|one| Comes::of(&one)));
    let door = RwSignal::new(door_code());
    // Scanned again where this screen is open: only what follows the path changes.
    let scanned = window_event_listener(hashchange, move |_| door.set(door_code()));
    on_cleanup(move || scanned.remove());
    let under_way = memo(move || mine.ok().and_then(|one| one.passage));
    let known = memo(move || is_jeune.get().filter(|_| mine.get().is_some()));
    let rest = shown(move || match (known.get(), under_way.get()) {
        (None, _) => view! { <Loading /> }.into_any(),
        (Some(is_jeune), Some(one)) if one.etat != EtatPassage::Annonce || door.with(Option::is_none) => {
            view! { <UnderWay one mine is_jeune /> }.into_any()
        }
        (Some(true), _) => {
            let comes = comes.get().unwrap_or(Comes::Now);
            view! { <Come espace=here.get_value() door=door.get() mine comes /> }.into_any()
        }
        (Some(false), _) => view! { <WithoutAccount espace=here.get_value() door=door.get() mine /> }.into_any(),
    });
    let place = format!("/e/{}", here.get_value().as_str());
    let titre = Signal::derive(move || if unknown.get() { jeune::lieu_introuvable().to_owned() } else { titre.get() });
    let trouble = move || how.get().and_then(Result::err).filter(|problem| problem.status != 404);
    view! {
        <Page titre>
            <div aria-live="polite">{words}</div>
            <ProblemNotice problem=Signal::derive(trouble) />
            <div class="pile" hidden=move || !unknown.get()>
                <p>{jeune::lieu_introuvable_aide()}</p>
                <a class=MAIN href="/">
                    {proche::lieux()}
                </a>
            </div>
            <div class="pile" hidden=move || unknown.get()>
                {rest}
                <a class="lien grid min-h-12 place-items-center" href=place>
                    {passage::lieu()}
                </a>
            </div>
            <EmergencyLink />
        </Page>
    }
    .into_any()
}

// It stays in the address: a page that is loaded again is still at the door.
fn door_code() -> Option<CodePorte> {
    let hash = window().location().hash().ok()?;
    CodePorte::parse(hash.strip_prefix('#')?).ok()
}

/// Whether one can come today.
#[derive(Clone, Copy, PartialEq)]
enum Comes {
    /// The door is open, or nobody says when it is.
    Now,
    /// It opens later today.
    Later,
    /// It stays closed today.
    NotToday,
}

impl Comes {
    fn of(one: &Frequentation) -> Self {
        match one.porte {
            None | Some(Porte::Ouverte { .. }) => Self::Now,
            Some(Porte::Fermee { ouvre: Some(at) }) if format::days_away(at, &one.lieu.fuseau) == 0 => Self::Later,
            Some(Porte::Fermee { .. }) => Self::NotToday,
        }
    }
}

/// Open or closed, where, and how full it is when it is open.
#[component]
fn Door(one: Frequentation) -> impl IntoView {
    let Frequentation { affluence, porte, lieu, .. } = one;
    let zone = lieu.fuseau.clone();
    let is_closed = matches!(porte, Some(Porte::Fermee { .. }));
    let words = match affluence {
        Affluence::Calme => passage::calme(),
        Affluence::DuMonde => passage::du_monde(),
        Affluence::BeaucoupDeMonde => passage::beaucoup(),
    };
    let full = (!is_closed).then(|| {
        view! {
            <p class="note">
                <Icon path=icons::PERSON />
                <span>{words}</span>
            </p>
        }
    });
    view! {
        <div class="pile">
            {porte.map(|porte| view! { <DoorState porte zone /> })}
            <p class="flex gap-2">
                <Icon path=icons::PIN />
                <span>{format!("{}, {}, {}", lieu.nom, lieu.adresse, lieu.commune)}</span>
            </p>
            {full}
        </div>
    }
}

/// A jeune who comes: now, with the code at the door, or today.
#[component]
fn Come(espace: CodeEspace, door: Option<CodePorte>, mine: Answer<PassageEnCours>, comes: Comes) -> impl IntoView {
    if door.is_none() && comes == Comes::NotToday {
        return view! { <p class="note">{passage::pas_aujourdhui()}</p> }.into_any();
    }
    let (attempt, besoin) = (Attempt::new(), RwSignal::new(String::new()));
    let is_there = door.is_some();
    let (arrive, announce) = (StoredValue::new_local(Once::new()), StoredValue::new_local(Once::new()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (espace, besoin) = (espace.clone(), Besoin::from_code(&besoin.get_untracked()));
        match door.clone() {
            Some(code) => {
                let request = ArrivePassage { espace, code, besoin, prenom: None };
                attempt.run(arrive.get_value().call(request), move |_| mine.refetch());
            }
            None => {
                let request = AnnouncePassage { espace, besoin };
                attempt.run(announce.get_value().call(request), move |_| mine.refetch());
            }
        }
    };
    let label = if is_there { passage::je_suis_la() } else { passage::je_passe() };
    let invitation = if comes == Comes::Later { passage::invitation_plus_tard() } else { passage::invitation() };
    view! {
        <form class="pile" novalidate on:submit=submit>
            {(!is_there).then(|| view! { <p>{invitation}</p> })}
            <Need besoin />
            <ProblemNotice problem=kindly(attempt) />
            <Submit label pending=attempt.pending />
        </form>
    }
    .into_any()
}

/// Somebody without an account: at the door nothing but a tap is needed.
#[component]
fn WithoutAccount(espace: CodeEspace, door: Option<CodePorte>, mine: Answer<PassageEnCours>) -> impl IntoView {
    let me = Me::expect();
    let enter = format!("/entrer?espace={}", espace.as_str());
    let pro = shown(move || match me.get() {
        Some(Session::Professionnel { .. }) => view! {
            <a class=PLAIN href="/pro/accueil">
                {passage::vers_pro()}
            </a>
        }
        .into_any(),
        Some(Session::Anonyme {} | Session::Jeune { .. } | Session::Administrateur { .. }) | None => ().into_any(),
    });
    let first = match door {
        Some(code) => view! { <AtTheDoor espace code mine /> }.into_any(),
        None => view! {
            <p>{passage::sans_compte()}</p>
            <p>{passage::sans_compte_qr()}</p>
        }
        .into_any(),
    };
    view! {
        {first}
        <p>{passage::avec_compte()}</p>
        <a class=PLAIN href=enter>
            {passage::entrer()}
        </a>
        {pro}
    }
}

#[component]
fn AtTheDoor(espace: CodeEspace, code: CodePorte, mine: Answer<PassageEnCours>) -> impl IntoView {
    let attempt = Attempt::new();
    let (besoin, prenom) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let here = StoredValue::new((espace, code));
    let once = StoredValue::new_local(Once::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (espace, code) = here.get_value();
        let besoin = Besoin::from_code(&besoin.get_untracked());
        let request = ArrivePassage { espace, code, besoin, prenom: Prenom::parse(&prenom.get_untracked()).ok() };
        attempt.run(once.get_value().call(request), move |_| mine.refetch());
    };
    view! {
        <form class="pile" novalidate on:submit=submit>
            <Field label=passage::prenom() hint=passage::prenom_aide() name="prenom" value=prenom maxlength=40 />
            <Need besoin />
            <ProblemNotice problem=kindly(attempt) />
            <Submit label=passage::je_suis_la() pending=attempt.pending />
        </form>
    }
}

#[component]
fn Need(besoin: RwSignal<String>) -> impl IntoView {
    let choices = Besoin::ALL.iter().map(|one| (one.code().to_owned(), besoin_label(*one).to_owned())).collect();
    // One line: the one button of this screen stays within reach of a thumb.
    view! { <SelectField label=passage::pourquoi() name="besoin" value=besoin choices empty=passage::sans_raison() /> }
}

/// On the way, there, or with somebody.
#[component]
fn UnderWay(one: MonPassage, mine: Answer<PassageEnCours>, is_jeune: bool) -> impl IntoView {
    let attempt = Attempt::new();
    let leave = move |erreur| attempt.run(call(LeavePassage { passage: one.id, erreur }), move |_| mine.refetch());
    let is_announced = one.etat == EtatPassage::Annonce;
    let words = match (one.etat, &one.avec) {
        (EtatPassage::Annonce, _) => passage::annonce().to_owned(),
        (EtatPassage::Recu, Some(prenom)) => passage::recu(prenom),
        (EtatPassage::Recu, None) => passage::recu_equipe().to_owned(),
        (EtatPassage::Attend | EtatPassage::Parti, _) => passage::attend().to_owned(),
    };
    view! {
        <Noted words />
        {is_announced.then(|| view! { <p>{passage::annonce_qr()}</p> })}
        <ProblemNotice problem=attempt.problem />
        {(is_jeune && !is_announced)
            .then(|| {
                view! {
                    <a class=MAIN href="/messages">
                        {passage::messages()}
                    </a>
                }
            })}
        <button type="button" class=PLAIN on:click=move |_| leave(false)>
            {if is_announced { passage::ne_viens_plus() } else { passage::je_pars() }}
        </button>
        {(!is_jeune)
            .then(|| {
                view! {
                    <button type="button" class=PLAIN on:click=move |_| leave(true)>
                        {passage::erreur()}
                    </button>
                }
            })}
    }
}

#[component]
fn Noted(words: String) -> impl IntoView {
    view! {
        <div class="carte carte-moment" role="status">
            <p class="flex gap-2 text-xl font-bold">
                <Icon path=icons::CHECK class="size-6 mt-0.5 shrink-0" />
                {passage::note_titre()}
            </p>
            <p>{words}</p>
        </div>
    }
}

// An old poster is nobody's fault.
fn kindly(attempt: Attempt) -> Signal<Option<Problem>> {
    Signal::derive(move || {
        attempt.problem.get().map(|problem| match problem.kind {
            ProblemKind::CodeDePassageRefuse => Problem { title: passage::code_refuse().to_owned(), ..problem },
            _ => problem,
        })
    })
}
