"""Forms of sign-in, accounts, offices and the access log's search."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from planner.forms import BaseForm, VersionedForm


class SignInForm(BaseForm):
    email = StringField(
        _l("E-mail"),
        validators=[InputRequired(_l("Type your e-mail.")), Length(max=254)],
        render_kw={"autocomplete": "username", "inputmode": "email", "autocapitalize": "off"},
    )
    password = PasswordField(
        _l("Password"),
        validators=[InputRequired(_l("Type your password.")), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )


class AccountForm(BaseForm):
    name = StringField(_l("Name"), validators=[Length(max=80)], render_kw={"autocomplete": "name"})
    locale = SelectField(_l("Language of the screen"), choices=[], validators=[Optional()])


class PasswordForm(BaseForm):
    current = PasswordField(
        _l("Current password"),
        validators=[InputRequired(_l("Type your current password.")), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )
    new = PasswordField(
        _l("New password"),
        validators=[InputRequired(_l("Type a new password."))],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("New password again"),
        validators=[InputRequired(_l("Type the new password again."))],
        render_kw={"autocomplete": "new-password"},
    )


class UserForm(VersionedForm):
    name = StringField(_l("Name"), validators=[Length(max=80)], render_kw={"autocomplete": "off"})
    role = SelectField(
        _l("Role"),
        choices=[],
        default="viewer",
        validators=[InputRequired(_l("Choose a role."))],
    )


class NewUserForm(UserForm):
    email = StringField(
        _l("E-mail"),
        validators=[InputRequired(_l("Type an e-mail.")), Length(max=254)],
        render_kw={"autocomplete": "off", "inputmode": "email", "autocapitalize": "off"},
    )


class OfficeForm(VersionedForm):
    name = StringField(
        _l("Name of the office"), validators=[InputRequired(_l("Type a name.")), Length(max=120)]
    )
    name_en = StringField(_l("Name in English"), validators=[Length(max=120)])
    department = StringField(_l("Department"), validators=[Length(max=120)])
    phone = StringField(_l("Phone"), validators=[Length(max=40)], render_kw={"inputmode": "tel"})


class NewOfficeForm(BaseForm):
    code = StringField(_l("Code"), validators=[InputRequired(_l("Type a code.")), Length(max=40)])
    name = StringField(
        _l("Name of the office"), validators=[InputRequired(_l("Type a name.")), Length(max=120)]
    )
    name_en = StringField(_l("Name in English"), validators=[Length(max=120)])


class AccessFilter(BaseForm):
    class Meta(BaseForm.Meta):
        csrf = False

    person = SelectField(_l("Person"), choices=[], validators=[Optional()], validate_choice=False)
    action = SelectField(_l("Action"), choices=[], validators=[Optional()], validate_choice=False)
    since = DateField(_l("From day"), validators=[Optional()])
    until = DateField(_l("To day"), validators=[Optional()])
