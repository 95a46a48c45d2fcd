"""What must not be published, made by rule at run time: no number here belongs to anybody, and none is stored."""

from dataclasses import dataclass

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_DISTRICTS = ("110105", "440305", "610103", "310104", "220102", "650102", "510104")
_FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def check_character(stem):
    """The last character of an identity number (GB 11643-1999), written down here once more to check the checker."""
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(stem, _WEIGHTS, strict=True)) % 11]


def identity(n=0):
    """A valid identity number of 18 characters."""
    stem = f"{_DISTRICTS[n % 7]}{1950 + n * 7 % 49}{1 + n % 12:02}{1 + n * 5 % 28:02}{n * 37 % 1000:03}"
    return stem + check_character(stem)


def identity_with_x():
    """A valid identity number that ends in X."""
    return next(number for number in map(identity, range(200)) if number.endswith("X"))


def wrong_identity(n=0):
    """18 digits that fail the check, and are no valid number in any other way."""
    number = identity(n)[:-1]
    return number + str((int(check_character(number).replace("X", "0")) + 3) % 10)


def old_identity(n=0):
    """An identity number of 15 digits."""
    return f"{_DISTRICTS[n % 7]}{50 + n % 40:02}{1 + n % 12:02}{1 + n % 28:02}{n * 91 % 1000:03}"


def mobile(n=0):
    """A mobile telephone number."""
    return f"1{(39, 58, 77, 86, 91)[n % 5]}{(n * 7919 + 1234567) % 10**8:08}"


def luhn(stem):
    """`stem` with its check digit (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(stem)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return stem + str(-total % 10)


def card(n=0, length=19):
    """A bank card number."""
    return luhn(f"622{(202, 848, 700, 588)[n % 4]}{(n * 104729 + 88131) % 10 ** (length - 7):0{length - 7}}")


def groups(number, *sizes, between=" "):
    """A number divided as people write it."""
    parts, start = [], 0
    for size in sizes:
        parts.append(number[start : start + size])
        start += size
    return between.join((*parts, number[start:])) if start < len(number) else between.join(parts)


@dataclass(frozen=True)
class Planted:
    """A mark in its usual words; `secret` is what no output may hold."""

    name: str
    code: str
    text: str
    secret: str


def planted(n=0):
    """One mark of every kind and spelling; another `n` makes other numbers."""
    number, phone, long_card = identity(n), mobile(n), card(n)
    wide = number.translate(_FULL_WIDTH)
    plate = f"京A·{10000 + n * 7919 % 90000}"
    dwelling = f"示例市示例区和平路{1 + n % 90}号{1 + n % 20}号楼{1 + n % 5}单元{101 + n % 900}室"
    passport = f"E{'ABCD'[n % 4]}{1234567 + n}"
    return [
        Planted("identity", "P001", f"身份证号：{number}", number),
        Planted("identity alone", "P001", number, number),
        Planted("identity, full width", "P001", f"身份证{wide}", wide),
        Planted("identity, spaced", "P001", f"证件 {groups(number, 6, 4, 4)}", groups(number, 6, 4, 4)),
        Planted(
            "identity, hyphens", "P001", groups(number, 6, 8, between="-"), groups(number, 6, 8, between="-")
        ),
        Planted(
            "identity, zero width",
            "P001",
            number[:9] + "\u200b" + number[9:],
            number[:9] + "\u200b" + number[9:],
        ),
        Planted("eighteen digits", "P002", f"号码{wrong_identity(n)}", wrong_identity(n)),
        Planted("old identity", "P003", f"身份证号 {old_identity(n)}", old_identity(n)),
        Planted("mobile", "P004", f"联系电话：{phone}", phone),
        Planted("mobile, divided", "P004", f"手机 {groups(phone, 3, 4)}", groups(phone, 3, 4)),
        Planted("mobile with country", "P004", f"+86 {phone}", phone),
        Planted("card", "P005", f"银行卡号 {long_card}", long_card),
        Planted(
            "card, in fours", "P005", f"账号：{groups(card(n, 16), 4, 4, 4)}", groups(card(n, 16), 4, 4, 4)
        ),
        Planted("plate", "P006", f"车牌号{plate}", plate),
        Planted("passport", "P007", f"护照号码：{passport}", passport),
        Planted("dwelling", "P008", f"家庭住址：{dwelling}", dwelling),
        Planted("secrecy mark", "K001", "机密★10年", "机密★10年"),
        Planted("secrecy mark, spaced", "K001", "秘　密 ★ 5年", "秘　密 ★ 5年"),
        Planted("secrecy level", "K002", "密级：秘密", "密级：秘密"),
        Planted("copy number", "K003", f"份号：{n + 1:06}", f"份号：{n + 1:06}"),
        Planted("internal", "K004", "内部资料 注意保存", ""),
        Planted("secret word", "K005", "本件为机密文件", ""),
    ]


def permit():
    """A permit's number: district, day of issue, and by chance the check character of an identity number."""
    stem = next(s for n in range(1000) if check_character(s := f"44030520260301{n:03}") != "X")
    return stem + check_character(stem)


def rare(n=0):
    """Marks in spellings that few people use; not among those by which the gates are measured."""
    wrong, old = groups(wrong_identity(n), 6, 8, between="-"), groups(old_identity(n), 6, 6)
    return [
        Planted("eighteen digits, divided", "P002", wrong, wrong),
        Planted("old identity, divided", "P003", old, old),
        Planted("permit", "P002", permit(), permit()),
    ]
