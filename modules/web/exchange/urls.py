from django.urls import path

from modules.web.exchange import exports, imports, papers, public

app_name = "inout"
REVISION = "atelier/revisions/<int:revision_id>"
IMPORT = "atelier/importer/<uuid:import_id>"
urlpatterns = [
    path(f"{REVISION}/exporter/", exports.export, name="export"),
    path(f"{REVISION}/exporter/module/", exports.module_zip, name="module_zip"),
    path(f"{REVISION}/exporter/pages/", exports.static, name="static"),
    path(f"{REVISION}/exporter/livret/", exports.booklet, name="booklet"),
    path(f"{REVISION}/deroule.pdf", papers.running_order, name="running_order"),
    path(f"{REVISION}/programme.pdf", papers.programme, name="programme"),
    path("atelier/exports/<uuid:job_id>/", exports.job, name="job"),
    path("atelier/exports/<uuid:job_id>/avancement/", exports.progress, name="job_progress"),
    path("atelier/exports/<uuid:job_id>/fichier/", exports.file, name="job_file"),
    path("atelier/importer/", imports.send, name="send"),
    path(f"{IMPORT}/", imports.incoming, name="incoming"),
    path(f"{IMPORT}/avancement/", imports.progress, name="incoming_progress"),
    path(f"{IMPORT}/confirmer/", imports.confirm, name="confirm"),
    path(f"{IMPORT}/controler/", imports.check, name="check_again"),
    path(f"{IMPORT}/demander-accord/", imports.ask, name="ask_approval"),
    path("modules-partages/<slug:slug>/module.zip", public.download, name="download"),
    path("schemas/module-1.json", public.schema, name="schema"),
]
