from django.urls import path

from config.demo import mailbox, views

app_name = "demo"
urlpatterns = [
    path("courriels/", mailbox.inbox, name="inbox"),
    path("courriels/<slug:name>/", mailbox.mail, name="mail"),
    path("courriels/<slug:name>/<int:number>/", mailbox.attachment, name="attachment"),
    path("<slug:key>/", views.sign_in, name="sign_in"),
]
