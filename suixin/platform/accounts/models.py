"""The tables of accounts. They hold no rules but those that a database can keep by itself."""

from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as BadNumber

from suixin.platform.accounts.roles import ADMINISTRATORS, Role


def valid_credit_code(value: str) -> None:
    """Unified social credit code, GB 32100-2015, with its check character."""
    try:
        uscc.validate(value)
    except BadNumber:
        raise ValidationError(_("统一社会信用代码不对：应为 18 位，且末位校验相符。请核对后重填。")) from None


class Organisation(models.Model):
    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("政府")
        DISTRICT = "district", _("区")
        DEPARTMENT = "department", _("部门")
        COMPANY = "company", _("企业")
        INSTITUTION = "institution", _("机构")

    code = models.SlugField(_("代号"), max_length=40, unique=True)
    name = models.CharField(_("全称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=60, blank=True)
    english = models.CharField(_("英文名"), max_length=160, blank=True)
    aliases = models.JSONField(_("别名"), default=list, blank=True)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind)
    district = models.CharField(_("所在区"), max_length=6, blank=True)  # GB/T 2260, for instance 440106
    credit_code = models.CharField(
        _("统一社会信用代码"), max_length=18, blank=True, validators=[valid_credit_code]
    )
    valid_from = models.DateField(_("设立日期"), null=True, blank=True)
    valid_to = models.DateField(_("撤并日期"), null=True, blank=True)
    is_synthetic = models.BooleanField(_("演示数据"), default=False)

    class Meta:
        ordering = ("code",)
        constraints = (
            models.UniqueConstraint(
                fields=["credit_code"], condition=~Q(credit_code=""), name="credit_code_belongs_to_one"
            ),
        )

    def __str__(self) -> str:
        return self.short_name or self.name


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(username=self.model.normalize_username(username), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who can sign in. What one may do follows from assignments alone: there is no superuser."""

    username = models.CharField(_("登录名"), max_length=40, unique=True)
    name = models.CharField(_("姓名"), max_length=40)
    email = models.EmailField(_("电子邮箱"), blank=True)
    wants_mail = models.BooleanField(_("用电子邮件提醒我"), default=True)  # the person's own choice
    language = models.CharField(_("邮件语言"), max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    is_active = models.BooleanField(_("启用"), default=True)
    is_synthetic = models.BooleanField(_("演示账号"), default=False)
    created = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    class Meta:
        ordering = ("username",)

    def __str__(self) -> str:
        return self.name or self.username


class Assignment(models.Model):
    """A role that a person holds, for an organisation and in a district where it is so scoped."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="assignments")
    role = models.CharField(_("角色"), max_length=20, choices=[(role.value, role.title) for role in Role])
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    district = models.CharField(_("区"), max_length=6, blank=True)
    granted = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("person", "role")
        constraints = (
            # That all of a person's organisations are the same is held by triggers (migration 0002).
            # One row at most among the three, so that two requests at once cannot break the separation either.
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(role__in=sorted(ADMINISTRATORS)),
                name="administrators_are_three_people",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "organisation", "district"],
                name="a_role_is_held_once",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {Role(self.role).title}"


class AccessKey(models.Model):
    """With which a program reports in its owner's name. The secret is in nobody's hands here, only its digest."""

    id = models.CharField(max_length=12, primary_key=True)  # the public part of the key
    digest = models.BinaryField(max_length=32)
    person = models.ForeignKey(Person, models.PROTECT, related_name="access_keys")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="access_keys")
    label = models.CharField(_("给哪个程序用"), max_length=60, validators=[MinLengthValidator(2)])
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateField(_("有效期至"))  # the last day, in the city's time
    last_used = models.DateField(_("最近使用"), null=True, blank=True)
    revoked = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        ordering = ("-created", "id")

    def __str__(self) -> str:
        return f"{self.label} ({self.id})"
