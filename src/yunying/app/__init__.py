"""The composition root: the only place that knows every room. `open_app` wires them over one home folder."""

from __future__ import annotations

from dataclasses import dataclass

from yunying.app.alerting import Alerting
from yunying.app.asking import Asking
from yunying.app.boards import Boards
from yunying.app.channel_uses import ChannelUses
from yunying.app.channeling import Channeling
from yunying.app.data_health import DataHealth
from yunying.app.datasets import Datasets
from yunying.app.delivering import Delivering
from yunying.app.deriving import Deriving
from yunying.app.exporting import Exporting
from yunying.app.files import UploadFiles
from yunying.app.finding import Finding
from yunying.app.goals import Goals
from yunying.app.imports import Imports, Progress, Stage, Watch
from yunying.app.layer_figures import LayerFigures
from yunying.app.layering import Layering
from yunying.app.likening import Likening
from yunying.app.live import Live
from yunying.app.looking import Looking
from yunying.app.masking import Masking
from yunying.app.measuring import Measuring
from yunying.app.notifying import Message, Notifying, Sender
from yunying.app.outlets import NewTarget, Outlets
from yunying.app.portraying import Portraying
from yunying.app.privacy import Privacy
from yunying.app.profiling import Profiling
from yunying.app.pump import Pump
from yunying.app.pushing import Pusher, Pushing, Wanted
from yunying.app.reaching import Reaching
from yunying.app.refreshing import Keeper, Refreshed, Refreshing
from yunying.app.refusals import Refusals
from yunying.app.replaying import Replayed, Replaying
from yunying.app.runner import Runner
from yunying.app.segmenting import Segmenting
from yunying.app.standard_pack import StandardPack
from yunying.app.streams import Stream, Streams
from yunying.app.telling import Telling
from yunying.app.traits import Traits
from yunying.app.trees import Trees
from yunying.app.watcher import Watcher
from yunying.app.watching import Watching
from yunying.collect.plan import Plans
from yunying.collect.rules import RulesStore
from yunying.core import Clock, Failed, Settings, utc_now
from yunying.store.ledger import Ledger, migrate, sqlite_engine
from yunying.workspace import Passwords, Workspace, open_workspace

__all__ = [
    "App",
    "Channeling",
    "Datasets",
    "Exporting",
    "Finding",
    "Imports",
    "Keeper",
    "Message",
    "NewTarget",
    "Notifying",
    "Outlets",
    "Progress",
    "Pump",
    "Pusher",
    "Pushing",
    "Refreshed",
    "Refreshing",
    "Replayed",
    "Replaying",
    "Runner",
    "Segmenting",
    "Sender",
    "Stage",
    "Stream",
    "Streams",
    "UploadFiles",
    "Wanted",
    "Watch",
    "Watcher",
    "open_app",
]


@dataclass(frozen=True)
class App:
    """A container of rooms, without behaviour of its own."""

    settings: Settings
    clock: Clock
    ledger: Ledger
    workspace: Workspace
    rules: RulesStore
    plans: Plans
    deriving: Deriving
    datasets: Datasets
    masking: Masking
    asking: Asking
    segmenting: Segmenting
    refreshing: Refreshing
    outlets: Outlets
    pushing: Pushing
    channeling: Channeling
    notifying: Notifying
    traits: Traits
    measuring: Measuring
    watching: Watching
    looking: Looking
    trees: Trees
    standard_pack: StandardPack
    goals: Goals
    alerting: Alerting
    boards: Boards
    layering: Layering
    layer_figures: LayerFigures
    portraying: Portraying
    reaching: Reaching
    likening: Likening
    finding: Finding
    profiling: Profiling
    exporting: Exporting
    streams: Streams
    live: Live
    health: DataHealth
    refusals: Refusals
    replaying: Replaying
    privacy: Privacy
    files: UploadFiles
    imports: Imports
    runner: Runner

    def close(self) -> None:
        """End what is being answered and let go of the ledger."""
        self.asking.close()
        self.ledger.close()


def open_app(settings: Settings, *, clock: Clock = utc_now, passwords: Passwords | None = None) -> App:
    """Open the home folder, made if it is missing, its ledger brought up to date."""
    try:
        settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Failed(
            "home_unusable",
            f"The folder {settings.home} cannot be used ({error.strerror}); choose another with --home.",
            home=str(settings.home),
        ) from error
    engine = sqlite_engine(settings.home / "ledger.sqlite")
    migrate(engine, settings.home / "locks" / "ledger.lock")
    ledger = Ledger(engine)
    workspace = open_workspace(ledger, clock, passwords)
    rules = RulesStore(ledger, clock)
    plans = Plans(ledger, clock, workspace.audit.record)
    deriving = Deriving(workspace.definitions, workspace.remarks)
    datasets = Datasets(settings, clock, rules, deriving)
    asking = Asking(settings, datasets)
    streams = Streams(settings, clock, workspace, datasets, rules, plans)
    files = UploadFiles(settings, workspace)
    imports = Imports(settings, clock, workspace, datasets, files)
    refreshing = Refreshing(settings, clock, workspace, datasets, deriving)
    traits = Traits(workspace, datasets, deriving, asking)
    measuring = Measuring(workspace, datasets, asking)
    layering = Layering(workspace, datasets, deriving, asking, traits)
    segmenting = Segmenting(workspace, datasets, asking, refreshing)
    masking = Masking(settings, workspace, datasets, clock)
    outlets = Outlets(settings, clock, workspace)
    channeling = Channeling(settings, clock, workspace, ChannelUses(workspace.definitions))
    delivering = Delivering(settings, clock, workspace, datasets, masking, segmenting, outlets)
    portraying = Portraying(asking, segmenting)
    finding = Finding(settings, workspace, datasets)
    notifying = Notifying(clock, workspace, channeling)
    return App(
        settings=settings,
        clock=clock,
        ledger=ledger,
        workspace=workspace,
        rules=rules,
        plans=plans,
        deriving=deriving,
        datasets=datasets,
        masking=masking,
        asking=asking,
        segmenting=segmenting,
        refreshing=refreshing,
        outlets=outlets,
        pushing=Pushing(clock, workspace, datasets, segmenting, outlets, delivering),
        channeling=channeling,
        notifying=notifying,
        traits=traits,
        measuring=measuring,
        watching=Watching(workspace, measuring),
        alerting=Alerting(workspace, measuring),
        looking=Looking(clock, workspace, measuring, Telling(settings, clock, workspace, notifying)),
        trees=Trees(workspace, measuring),
        standard_pack=StandardPack(workspace, asking, measuring),
        goals=Goals(workspace, measuring),
        boards=Boards(workspace, datasets, asking, measuring),
        layering=layering,
        layer_figures=LayerFigures(layering, datasets, asking),
        portraying=portraying,
        likening=Likening(workspace, deriving, asking, portraying, segmenting, traits),
        reaching=Reaching(asking, portraying),
        finding=finding,
        profiling=Profiling(workspace, datasets, deriving, plans),
        exporting=Exporting(clock, workspace, datasets, asking, segmenting),
        streams=streams,
        live=Live(streams, datasets, workspace),
        health=DataHealth(streams, datasets, workspace),
        refusals=Refusals(streams, workspace),
        replaying=Replaying(streams, datasets, workspace),
        privacy=Privacy(settings, clock, ledger, workspace, datasets, streams, finding),
        files=files,
        imports=imports,
        runner=Runner(workspace.jobs, imports),
    )
