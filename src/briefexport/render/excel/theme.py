"""The theme part: the house's colours and fonts, so that what people add looks as if it belonged."""

from ...theme import Theme
from .cell import escaped
from .look import bare


def theme_xml(theme: Theme) -> bytes:
    """The theme as DrawingML. Source: ECMA-376, part 1, 20.1.6.9."""
    colours = theme.palette
    slots = {
        "dk1": colours.ink,
        "lt1": "#ffffff",
        "dk2": colours.accent,
        "lt2": colours.tint,
        "accent1": colours.accent,
        "accent2": colours.green,
        "accent3": colours.amber,
        "accent4": colours.red,
        "accent5": colours.muted,
        "accent6": colours.line,
        "hlink": colours.accent,
        "folHlink": colours.muted,
    }
    scheme = "".join(f'<a:{name}><a:srgbClr val="{bare(colour)}"/></a:{name}>' for name, colour in slots.items())
    family = escaped(theme.office_family).replace('"', "&quot;")
    font = f'<a:latin typeface="{family}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{fill}<a:prstDash val="solid"/></a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="briefexport"><a:themeElements>'
        f'<a:clrScheme name="briefexport">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="briefexport"><a:majorFont>{font}</a:majorFont>'
        f"<a:minorFont>{font}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="briefexport"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    ).encode()
