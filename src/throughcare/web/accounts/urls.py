from django.urls import path, re_path

from throughcare.web.accounts import link_views, own_views, people_views, views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/code/", views.second_step, name="second-step"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("start/", views.start, name="start"),
    path("account/", own_views.account, name="account"),
    path("account/session/", views.session, name="session"),
    path("account/typed/", views.forget_typed, name="forget-typed"),
    path("account/confirm/", views.confirm, name="confirm"),
    path(
        "account/second-factor/", own_views.set_up_second_factor, name="second-factor"
    ),
    path(
        "account/recovery-codes/", own_views.new_recovery_codes, name="recovery-codes"
    ),
    path("account/password/", own_views.change_password, name="password"),
    path("account/sessions/end/", own_views.end_all_sessions, name="end-sessions"),
    path(
        "account/sessions/<int:number>/end/", own_views.end_session, name="end-session"
    ),
    path("password/", link_views.forgotten, name="forgotten"),
    path("password/sent/", link_views.link_sent, name="link-sent"),
    path("password/new/", link_views.reset, name="reset"),
    path(
        "password/<slug:number>/<slug:token>/", link_views.reset_link, name="reset-link"
    ),
    path("invitations/accept/", link_views.accept, name="accept"),
    path("invitations/<slug:secret>/", link_views.invitation, name="invitation"),
    path("accounts/", people_views.accounts, name="accounts"),
    path("accounts/invite/", people_views.invite, name="invite"),
    path(
        "accounts/invitations/<int:number>/again/",
        people_views.send_again,
        name="send-again",
    ),
    path(
        "accounts/invitations/<int:number>/withdraw/",
        people_views.withdraw,
        name="withdraw",
    ),
    path("accounts/<int:number>/", people_views.one_account, name="one"),
    re_path(
        r"^accounts/(?P<number>[0-9]+)/(?P<act>close|reopen|reset-factor)/$",
        people_views.act,
        name="act",
    ),
]
