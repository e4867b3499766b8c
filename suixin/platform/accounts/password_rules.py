"""What a password must be, told in our own words in each language. Which rules hold is `site/security.py`'s to say."""

from django.contrib.auth import password_validation as rules
from django.utils.translation import gettext as _


class LongEnough(rules.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("密码太短，至少要 %(n)d 个字。可以用几个不相干的词连起来。") % {"n": self.min_length}


class UnlikeTheName(rules.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return _("密码与登录名、姓名或邮箱太像，请换一个。")


class NotCommon(rules.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("这个密码很多人在用，容易被猜到，请换一个。")


class NotOnlyDigits(rules.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return _("密码不能只有数字，请加上文字或字母。")
