"""The concepts and code lists that all our dataflows share. Codes are those of the SDMX cross-domain lists."""

from suixin.engines.statistics.sdmx.artefacts import Component, Item, ItemScheme, Kind
from suixin.kernel.records.problem import Sentence

AGENCY = "SUIXIN"


def said(simplified: str, traditional: str, english: str) -> Sentence:
    return {"zh-hans": simplified, "zh-hant": traditional, "en": english}


TOTAL_OF_AREAS = said("全市", "全市", "Whole city")
TOTAL = said("合计", "合計", "Total")
AGENCY_NAMES = said("穗信", "穗信", "Suixin")


def codelist(name: str, names: Sentence, *items: Item) -> ItemScheme:
    return ItemScheme(Kind.CODES, AGENCY, name, names, items)


FREQUENCIES = codelist(
    "CL_FREQ",
    said("频率", "頻率", "Frequency"),
    Item("M", said("月", "月", "Monthly")),
    Item("Q", said("季", "季", "Quarterly")),
    Item("A", said("年", "年", "Annual")),
)
OBSERVATION_STATUSES = codelist(
    "CL_OBS_STATUS",
    said("数据状态", "數據狀態", "Observation status"),
    Item("A", said("正常", "正常", "Normal value")),
    Item("P", said("初步", "初步", "Provisional value")),
    Item("O", said("无数据", "無數據", "Missing value")),
    Item("Q", said("隐匿", "隱匿", "Missing value; suppressed")),
)
CONFIDENTIALITY = codelist(
    "CL_CONF_STATUS",
    said("保密状态", "保密狀態", "Confidentiality status"),
    Item("F", said("公开", "公開", "Free (free for publication)")),
    Item("C", said("保密", "保密", "Confidential statistical information")),
)
STAGES = codelist(
    "CL_STAGE",
    said("阶段", "階段", "Stage"),
    Item("PROVISIONAL", said("初步", "初步", "Provisional")),
    Item("FINAL", said("最终", "最終", "Final")),
    Item("REVISED", said("修订", "修訂", "Revised")),
)
SHARED = (FREQUENCIES, OBSERVATION_STATUSES, CONFIDENTIALITY, STAGES)

AGENCIES = ItemScheme(
    Kind.AGENCIES,
    "SDMX",
    "AGENCIES",
    said("机构", "機構", "Agencies"),
    (Item(AGENCY, AGENCY_NAMES),),
    version="1.0",
)

CONCEPTS = ItemScheme(
    Kind.CONCEPTS,
    AGENCY,
    "CS_SUIXIN",
    said("穗信统计概念", "穗信統計概念", "Concepts of Suixin's statistics"),
    (
        Item("FREQ", said("频率", "頻率", "Frequency")),
        Item("REF_AREA", said("地区", "地區", "Reference area")),
        Item("TIME_PERIOD", said("期别", "期別", "Time period")),
        Item(
            "OBS_VALUE",
            said("数据", "數據", "Observation value"),
            said(
                "按定义修约后发布的数，精确到最后一位。",
                "按定義修約後發佈的數，精確到最後一位。",
                "As it was published, rounded once by the definition, exact to the last digit.",
            ),
        ),
        Item("OBS_STATUS", said("数据状态", "數據狀態", "Observation status")),
        Item("CONF_STATUS", said("保密状态", "保密狀態", "Confidentiality status")),
        Item(
            "STAGE",
            said("阶段", "階段", "Stage"),
            said(
                "初步、最终或修订。",
                "初步、最終或修訂。",
                "Whether the release is provisional, final or a revision.",
            ),
        ),
        Item("UNIT_MEASURE", said("计量单位", "計量單位", "Unit of measure")),
        Item("DECIMALS", said("小数位数", "小數位數", "Decimals")),
        Item(
            "UNITS",
            said("单位数", "單位數", "Reporting units"),
            said(
                "汇入这个数的填报单位数。", "匯入這個數的填報單位數。", "How many reporting units are in it."
            ),
        ),
        Item(
            "DEF_VERSION",
            said("定义版本", "定義版本", "Version of the definition"),
            said(
                "计算这个数所用的指标定义。",
                "計算這個數所用的指標定義。",
                "Of the indicator's definition that it was computed by.",
            ),
        ),
        Item(
            "RELEASE",
            said("发布记录", "發佈記錄", "Release"),
            said(
                "发布它的记录在公开日志中的序号。",
                "發佈它的記錄在公開日誌中的序號。",
                "Index of the record that published it in the public log.",
            ),
        ),
        Item(
            "LOG_SIZE",
            said("日志大小", "日誌大小", "Log size"),
            said(
                "这个数所依据的日志条数。",
                "這個數所依據的日誌條數。",
                "How many leaves the log had that the figure rests on.",
            ),
        ),
        Item("PUBLISHED", said("发布时间", "發佈時間", "Published at")),
        Item(
            "CERT",
            said("数据凭证", "數據憑證", "Certificate"),
            said(
                "任何人都可用它核验这个数。",
                "任何人都可用它核驗這個數。",
                "Where the certificate is that anybody can verify the figure with.",
            ),
        ),
        Item("SYNTHETIC", said("演示数据", "演示數據", "Synthetic")),
    ),
)
NAMES = {item.id: item.names for item in CONCEPTS.items}


def component(name: str, codes: ItemScheme | None = None, data_type: str = "String") -> Component:
    return Component(name, NAMES[name], codes, data_type, CONCEPTS)


FREQUENCY = component("FREQ", FREQUENCIES)
TIME = component("TIME_PERIOD", data_type="ObservationalTimePeriod")
MEASURE = component("OBS_VALUE", data_type="Decimal")
ATTRIBUTES = (
    component("OBS_STATUS", OBSERVATION_STATUSES),
    component("CONF_STATUS", CONFIDENTIALITY),
    component("STAGE", STAGES),
    component("UNIT_MEASURE"),
    component("DECIMALS", data_type="Integer"),
    component("UNITS", data_type="Integer"),
    component("DEF_VERSION", data_type="Integer"),
    component("RELEASE", data_type="Long"),
    component("LOG_SIZE", data_type="Long"),
    component("PUBLISHED", data_type="ObservationalTimePeriod"),
    component("CERT", data_type="URI"),
    component("SYNTHETIC", data_type="Boolean"),
)
RESERVED = frozenset(NAMES)  # ids that no key of a form may have
NUMERIC = frozenset({"Decimal", "Integer", "Long"})
