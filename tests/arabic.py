"""A memo in Arabic, of every kind of block: nobody has written labels in Arabic yet, so it is made by hand."""

from briefexport.document.text import (
    Align,
    Bullets,
    Cell,
    Code,
    Column,
    Comment,
    Fields,
    Furniture,
    Heading,
    Memo,
    Note,
    Paragraph,
    Properties,
    Quote,
    Role,
    SignOff,
    Span,
    Table,
)
from memos import items, said

FURNITURE = Furniture("سري", "خارجية/2025/118 · الإصدار 2", "مسودة", "صفحة {page} من {pages}", right_to_left=True)
NOTES = (
    Note("1", (said("تقرير وزارة النقل، 12 أكتوبر 2025. ", Span("https://example.org/ports", link="https://example.org/ports")),)),
    Note("2", (said("محضر الاجتماع، موسكو (Москва)، 3 نوفمبر 2025."),)),
)  # fmt: skip


def arabic_memo() -> Memo:
    """A briefing note on a port, with numbers, Latin and Cyrillic names, lists in lists, tables and a comment."""
    return Memo(Properties("الميناء الشمالي: ما الذي يجب الاتفاق عليه قبل القمة", "ar"), FURNITURE, _blocks(), NOTES)


def _blocks() -> tuple[Paragraph | Heading | Bullets | Table | Fields | SignOff | Quote | Code, ...]:
    return (
        said("مذكرة عمل", role=Role.LABEL),
        Fields(
            (
                ((Span("إلى"),), (Span("معالي الوزير"),)),
                ((Span("من"),), (Span("إدارة الموانئ"),)),
                ((Span("الموضوع"),), (Span("المرحلة الثانية من تعميق القناة (Phase 2)"),)),
                ((Span("التاريخ"),), (Span("7 نوفمبر 2025"),)),
            )
        ),
        said(
            "الخلاصة: يمكن فتح القناة في أيار إذا بقيت الحفارة حتى 30 نيسان، وتكلفة التأخير 4.5 مليون دولار.",
            role=Role.KEY,
        ),
        Heading(1, (Span("التوصية"),)),
        Bullets(
            (
                (
                    said(
                        "أن توافقوا على تمديد العقد مع شركة ",
                        Span("Baltic Dredging AS", language="en"),
                        " حتى 30 نيسان 2026.",
                    ),
                ),
                (said("أن تطلبوا من الخزانة تأكيد المبلغ:"), items("3.2 مليون للحفر", "1.3 مليون للمراقبة")),
                (said("أن تبلغوا السفير ", Span("Сергей Лавров", language="ru"), " بالموعد."),),
            ),
            start=1,
        ),
        SignOff(("أوافق", "لا أوافق", "للمناقشة", "التاريخ")),
        Heading(1, (Span("الخلفية"),)),
        said(
            "بدأ العمل في عام 2023.",
            Span(note="1"),
            " وقد بلغ عمق القناة ",
            Span("9.5 م", bold=True),
            " من أصل 11 م. قال الوزير: ",
            Span("«لن ننتظر صيفًا آخر»", italic=True),
            ".",
            Span(note="2"),
            " راجع ",
            Span("رسوم الميناء", comment=Comment("أكّدوا مع الخزانة.", "ليلى حداد")),
            " و",
            Span("موقع الهيئة", link="https://example.org/"),
            " (IMO 9074729، +20 2 555 0100).",
        ),
        Quote((said("تلتزم الأطراف بموعد واحد معلن."),)),
        Heading(2, (Span("المخاطر"),)),
        Table(
            (
                Column((Span("الخطر"),), weight=3),
                Column((Span("الاحتمال"),), Align.CENTRE),
                Column((Span("التكلفة"),), Align.END),
                Column((Span("المعالجة"),), weight=3),
            ),
            (
                (
                    Cell((said("مغادرة الحفارة"),)),
                    Cell((said("4"),)),
                    Cell((said("1,250,000"),)),
                    Cell((said("خيار موقّع قبل 14/11/2025"),)),
                ),
                (
                    Cell((said("إضراب في ميناء Ardel"),)),
                    Cell((said("2"),)),
                    Cell((said("-3.5%"),)),
                    Cell((items("اتصال أسبوعي", "خطة بديلة"),)),
                ),
            ),
            (Span("الجدول 1. المخاطر وتكلفتها"),),
            row_heads=True,
        ),
        Heading(2, (Span("الخطوات التالية"),)),
        items("إرسال الكتاب", "عقد الاجتماع في جنيف (Geneva)", "نشر النتائج"),
        Code("depth = 9.5  # metres"),
        said("كل الأرقام حتى 7 نوفمبر 2025.", role=Role.ASIDE),
    )
