"""Organisations: found whole, and given their full official names.

    省法院、检察院、司法厅会商社区矫正，省公安厅交警总队总队长到场，无锡市公安局新吴分局派员介绍经验。

In a Jiangsu article 省法院 is 江苏省高级人民法院, and the 检察院 and 司法厅 after it are the province's too; 交警总队 belongs to the name,
总队长 does not. Names are read from their heads: an automaton finds the words that make or end a name (公安厅, 有限公司, 最高检), and
what stands before them decides the rest. A place or a rank (省 市 县) makes the name of a family's body; a place, a proper name, or
中国 begins the name of a company, a school or a hospital. What the text does not decide has no name.

    >>> home = {"code": "450000"}
    >>> [(o["quote"], o["name"]) for o in organisations("自治区党委、自治区工信厅", home=home)]
    [('自治区党委', '中共广西壮族自治区委员会'), ('自治区工信厅', '广西壮族自治区工业和信息化厅')]
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import ahocorasick
import regex

from newsextract import tables
from newsextract.find import canonical, place
from newsextract.find.canonical import COMMITTEE_RANKS, Head
from newsextract.find.segment import Word
from newsextract.find.segment import words as cut
from newsextract.script import fold

Record = dict[str, Any]

RULES = {
    "organisation.local": "a family's body behind a place or a rank: 省市场监管局, 宜昌市市场监管局",
    "organisation.coordinated": "a body that shares the region of the one before it: 省法院、检察院",
    "organisation.shared-head": "several ranks share one head: 市、县市场监管局",
    "organisation.joint": "a body of two charges: 区建设和交通局",
    "organisation.bare": "a family's body without place or rank, in a text of one city or county",
    "organisation.national": "the country's body of a family: 国家 全国 中国 before its form",
    "organisation.body": "a body of its own name, full or short",
    "organisation.foreign": "a body of another country's state: 日本外务省",
    "organisation.branch": "the branch of a body at a place: 国家税务总局甘肃省税务局",
    "organisation.prefix": "a party's or the youth league's committee, the armed police's force of a place",
    "organisation.open": "a name by its ending: company, school, hospital, institute, association",
    "organisation.zone": "the committee of a zone: 两江新区管委会",
    "organisation.alias": "a short name that the text declares: （以下简称“X”）",
    "organisation.affiliated": "a university's hospital or school, a group's academy, by its short name: 一附院, 附中, 六院",
    "organisation.shortened": "the end of a fuller name said before: 国家天文台",
    "organisation.owned": "a body written with the one that owns it: 拱北海关所属湾仔海关",
    "organisation.corps": "a body of the 兵团 of Xinjiang or of one of its divisions",
    "organisation.anaphor": "市局 县局 该局, tied to the body named before",
}

# What stands before 省 市 县 and makes it nobody's: 各市公安局, 两省公安厅.
NOBODYS = frozenset("各两几数多每外跨邻某首副三四五六七八九十0123456789")
OPENING = frozenset("，。、；：！？,;:!?（）()“”\"'‘’《》【】[]<>—…·|/ \u3000\n\t\r")
# A literal that ends so is another word when this follows: 教育部门, 省委托, 市委书记, 公安局长, 省政协委员.
NOT_AFTER = regex.compile(
    r"(?:(?<=[院局厅部府])网(?![站友络点])|(?<=部)(?:门|署(?!长)|队|件|落|位|长(?![江沙春三]))|(?<=委)(?:托|派|任|屈|员(?!会(?!议))|委员(?!会)|书记|副书记|常委(?!会)|副秘书长|秘书长|全会|[一二三四五六七八九十0-9]+届|中心组|候补|领导|主要领导)|(?<=局)(?:长|面|限|势|部(?!署|分))|(?<=委员会)议"
    r"|(?<=防总)队|(?<=[一二三四五六七八九十]中)[院学全]|(?<=[厅台院校])长|(?<=办)(?:[理法学好事结案证税件实校厂成起]|公(?!布|开|示|告))|(?<=委)内|(?<=集团)(?:作案|犯罪)|(?<=处)(?:长|理|罚|境)|(?<=政协)(?:委员(?!会)|第?[一二三四五六七八九十0-9]+届)|(?<=人大)(?:代表|第?[一二三四五六七八九十0-9]+[届次])|(?<=政府)(?:工作报告|采购|债|网|令|专项|补助|投资(?![0-9约近超了])|引导|购买|主导|性)"
    r"|(?<=中央)(?:财政|预算)|(?<=银行)(?:卡|业|账|存|贷|间|理财|系)|(?<=公司)(?:法|制|债|章)|(?<=大学)(?:生(?![态物命殖])|城(?![市乡])|毕业|路)|(?<=中心)(?:城|镇|小学|线|工作|任务|站点)|(?<=学院)(?:路|派)|(?<=医院)(?:路|感染))"
)
MEETING = regex.compile(r"(?:(?![召举开在于将参的了、，]|印发|发布|联合|组织|主持|出席|听取|传达|介绍|表示|[局厅部院校事]长|主任|书记|负责)\p{Han}){0,14}?(?:会议|峰会|论坛|全会|座谈会|年会|博览会|发布会|研讨会|推进会|表彰会|调度会|电视电话会)")
# 世界卫生组织框架公约: the name of a thing that begins with an organisation's.
LONGER = regex.compile(r"(?:(?![的了和与在对将是，、]|签署|签订|通过|批准)\p{Han}){0,8}?(?:体系|机制|框架公约|公约|协定|成员国|成员单位|秘书长会)")
UNIT = regex.compile(
    r"(?P<unit>办公厅|办公室|政治部|环资庭|执行局|\p{Han}{0,5}?[一二三四五六七八九十]队|\p{Han}{2,6}?防制所|\p{Han}{1,8}?(?:(?<!公)司|处|科|室|股|办公厅|办公室|总队|支队|大队|中队|分局|派出所|管理局|公安局|缉私局|督察局|稽查局|监察局|执法局|审判庭|检察部(?!门)|研究部(?!门)|中心|指挥部|协作区|信息办|党委|党组|分院|分校|分中心|分会))"
    r"(?![长员]|[司处科室股](?!长)|(?:总队|支队|大队)(?!长)|副?(?:理|罚|境))"
)
# The divisions of a court: 民三庭, 未成年人案件综合审判庭.
TRIBUNAL = regex.compile(r"(?P<unit>(?:第[一二三四五六]|民|刑|行政|知识产权|知产|环境资源|环资|立案|少年|未成年人|金融|破产|审监|审判监督|执行|清算)(?:(?![了对在将于和、])\p{Han}){0,8}?庭)(?!长|审|前|外|上|后|室)")
# What a central body's departments are called besides, and those of a congress or a CPPCC committee.
CENTRAL_UNIT = regex.compile(r"(?P<unit>\p{Han}{1,7}?(?:检察厅|巡回法庭|[一二三四五六七八九十]局|局(?![长部面限势])))(?!长)")
ASSEMBLY_UNIT = regex.compile(r"(?P<unit>\p{Han}{0,12}?(?:工作委员会|委员会|工委|城环委|财经委|社建委|监司委|法工委|专委会))(?![长委])")
# 财经委, 监察司法委: a congress's committee in short; its full name where a table does not give it is not known.
ASSEMBLY_SHORT = regex.compile(r"(?P<unit>\p{Han}{2,6}?委)(?![员托派任屈会])")
# What a university's hospital is called in short, and in full: 西安交大一附院 is 西安交通大学第一附属医院.
AFFILIATED = regex.compile(r"附(?P<school>[中小])(?![心型])|(?P<first>[一二三四五六七八九十])附院|附(?:属)?(?P<number>[一二三四五六七八九十])院|附院")
# The academies of the space groups: 航天科技集团六院.
ACADEMY = regex.compile(r"第?(?P<number>[一二三四五六七八九十]{1,3})(?:研究)?(?P<what>院(?![士长])|所(?![有在以属得需长]))")
# The party's and the state's army that reclaims Xinjiang, and its divisions: 兵团第八师.
CORPS = "新疆生产建设兵团"
DIVISION = regex.compile(r"(?:新疆生产建设)?兵团(?P<division>第?[一二三四五六七八九十]{1,2}师)?$")
CORPS_DIVISION = regex.compile(r"第?[一二三四五六七八九十]{1,2}师(?![党委长政])")
# A tent or a van in which a local court sits is no court of its own.
TOURING = "巡回"
# What makes a subject of study of a verb before it: 运载工程, 检测技术.
SUBJECTS = ("工程", "科学", "技术")
# 拱北海关所属湾仔海关: one name, that of the one that is owned.
OWNED = ("所属", "隶属", "下属", "下辖")
TWO_MATTERS = regex.compile(r"(?P<one>\p{Han}{2,6})[与和](?P<two>\p{Han}{2,6}[司处室科局])")
# An office of a party committee that no table knows; what its short name stands for is not known either: 省委军民融合办.
COMMITTEE_OFFICE = regex.compile(r"(?:(?![了的对将于决精工部])\p{Han}){2,8}?(?:办(?![理公法学好事结案证税件实校厂成])|办公室|工委)")
# Verbs that are a department's charge as well: 统计分析司, 审批处.
DESK_CHARGES = ("统计", "监测", "建设", "审批", "测算")
LONG_DESK = 7
# 农村工作领导小组办公室, written out, is as long as a committee's department gets, nearly.
LONGEST_UNIT = 15
CENTRAL_BANK = "bodies:pboc"
# The numbered departments of the commission for securities and the like: 市场监管一部.
NUMBERED_DESK = regex.compile(r"(?P<unit>\p{Han}{2,6}?[一二三四五六七八九十]部)(?![门署队件长])")
# The bureaux of a zone's committee: 雄安新区管委会公共服务局.
ZONE_DESK = regex.compile(r"(?P<unit>\p{Han}{2,9}?局)(?![长部面限势])")
INTERNAL = ("司", "处", "科", "室", "股", "办公厅", "政治部")
BRANCH_TAIL = regex.compile(
    r"(?:省|市|自治区|州|县|区)?\p{Han}{0,5}?(?:分行|支行|边境管理支队|边防检查站|边检站|分公司|子公司|有限公司|公司|总部|分部|监管局|监管分局|税务局|调查总队|调查队|分局|办事处|分中心|分会|分院|营业部|代表处|监管办公室|监管办(?!公)|专员办|特派办|特派员办事处|分社|记者站|分署|管理局|监察局|研究所|研究院|海关|气象局|地震局|电力(?:有限公司|公司)?|石油(?:分公司)?|分校|附属医院|安全监管局|支公司|供电局|(?:车务|机务|工务|电务|供电|客运|车辆|动车|通信|房建|货运|高铁工务|高铁基础设施)段|局集团(?:有限公司|公司)?|局(?![部限面势长]))"
)
INSTITUTE_TAIL = regex.compile(r"\p{Han}{2,6}[与和]\p{Han}{2,6}?研究所")
FORCE_TAIL = regex.compile(r"(?:省)?(?:总队|支队)(?:(?![将在派的和与、])\p{Han}{2,4}支队)?")
DIRECTIONS = ("华中", "华北", "华东", "华南", "西南", "西北", "东北", "长江", "黄河", "珠江", "太湖流域", "京津冀")
DECLARED = regex.compile(r"[（(](?:以下|下)?(?:统一|统|均)?(?:简称|称)(?:为)?[:：]?[“\"‘']?(?P<name>[^”\"’'）)《》，。]{2,14})[”\"’']?(?:[、或](?:者)?[“\"](?P<more>[^”\"）)《》，。]{2,14})[”\"])?[）)]")
LATIN = regex.compile(r"[（(](?:英文简称|简称)?(?P<name>[A-Z][A-Za-z0-9&\-]{1,11})[）)]")
ANAPHOR = regex.compile(r"(?<![\p{Han}--[，由据从和与对在经向被以让请把将按照、是为使]])(?:(?P<rank>[省市县区州])(?P<tail>[局厅])|该(?P<that>局|厅|院|校|公司|集团|企业|行|中心|协会))(?![长面限势域内]|部(?!署|门|委))", flags=regex.V1)
# Mentions whose names a longer name may begin with: 省农科院|玉米研究所.
WHOLE_NAMES = ("organisation.body", "organisation.local", "organisation.coordinated", "organisation.corps")
# How many mentions back a fuller name is looked for.
FELLOWS = 200
TOO_LONG = 28
# How many places of the text are asked which of several of one name is meant; a text rarely names more, and an adversary's might.
SEEN = 40
# 加快建设银行网点: what makes a verb of the word that begins a bank's name.
BUILT = "建设银行"
BUILDING = regex.compile(r"(?:(?P<surely>全面|加快|加速|持续|大力|积极|稳步|正在|计划|规划|逐步|不断|着力|有序|科学|合理|集中|分批|累计|陆续|抓紧)|推进|推动|加强|统筹|重点|同步|优先|规范|筹备|支持|鼓励|新|已|拟|共|将|再|要|需|可|未|应)$")
OUTLETS = regex.compile(r"网[点络]|服务[点站网]|分支|支行[0-9一二三四五六七八九十]|自助")
# The number of a point before what it says: （一）建设学校.
POINT = regex.compile(r"[（(][一二三四五六七八九十0-9]{1,3}[）)]")
# The governments of towns; what the dictionary makes of their names does not matter: 乾元镇人民政府.
TOWNS = ("镇人民政府", "乡人民政府", "镇政府", "乡政府", "街道办事处", "街道办", "镇党委", "乡党委", "街道党工委")
TOWN_NAME = regex.compile(r"(?![各两几数多每该本我全某等和与及在])\p{Han}{2,4}")
COUNTED_TOWNS = regex.compile(r"[一二两三四五六七八九十百几多数0-9]+个")
# Who has a house at an airport: 大兴机场海关.
AIRPORT = regex.compile(r"(?P<name>\p{Han}{2,4}?)(?:国际)?机场")
KINDS_OF_AIRPORT = ("国际", "支线", "干线", "枢纽", "通用", "国内", "大型", "民用", "军用", "新建")
# Departments whose charge is a verb elsewhere: 市委组织部|组织二科, but 市科协|组织科技人员.
ORDERED_DESK = regex.compile(r"(?P<unit>(?:组织|执行|指导|监督|审批|审理|调研|协调|考核)[一二三四五六七八九十]{0,2}[处科])(?![技学普研教幼长员理置罚于在境室])")
# What a commission of discipline has besides its rooms.
DISCIPLINE_DESK = regex.compile(r"(?P<unit>宣传部|组织部)(?![门长署])")
# An office in a bureau, in short; what it is in full is not known: 水务局防汛办.
OFFICE_SHORT = regex.compile(r"\p{Han}{2,4}?(?<![通主承代快联协督查帮包申补经停筹新开合])办(?![理公法学好事结案证税件实校厂成])")
# jieba's classes of proper names.
NAMES = ("j", "nr", "nz", "ns", "nt", "nrt", "nrfg", "eng", "i", "l")
PROPER_OPENINGS = ("中国", "国家", "中华", "全国", "国际", "首都", "中央", "东方", "附属")
# Endings of names that are not written out, and endings that need a written-out name before them.
SHORTENED = ("集团", "控股集团", "公司", *(number + "中" for number in canonical.NUMBERS), "农商行")
# jieba's classes of the words that an office's charge is made of.
MATTERS = ("n", "vn", "ns", "an", "b", "l", "j")
# With what a place's name, or a rank, ends.
PLACE_ENDS = frozenset("省市县区州盟旗")
# Endings that are clipped: of 委员会, of 办公室.
CLIPPED = ("办", "委")
WHOLE_STEMS = {"分公司": "公司", "子公司": "公司", "分行": "银行", "支行": "银行"}
# 市七医院 is a 第七人民医院 in one city, a 第七医院 in another.
ORDINAL_HOSPITAL = regex.compile(r"\p{Han}{0,6}?[省市县区州][一二三四五六七八九十]{1,2}$")
ZONE_COMMITTEES = ("管委会", "管委", "管理委员会")
# 普惠性幼儿园312家: what is counted is no name.
COUNT = regex.compile(r"[约近超共达仅有]{0,2}[0-9一二两三四五六七八九十百千万几数]+(?:[.][0-9]+)?[万余多]{0,2}[家所个户]")
ZONES = (("高新区", "高新技术产业开发区"), ("经开区", "经济技术开发区"), ("高新技术产业开发区", "高新技术产业开发区"), ("经济技术开发区", "经济技术开发区"), ("综保区", "综合保税区"))
HALLS = frozenset(("音乐厅", "歌舞厅", "咖啡厅", "展示厅", "宴会厅", "报告厅", "多功能厅", "候车厅", "候机厅", "放映厅", "会客厅", "售票厅", "邮电局", "游戏厅"))
# 省水文局 may be short for something longer; 省地质矿产勘查开发局 hardly is.
LONG_ENOUGH = 7
# Words that begin the name of a body of the whole country, or of a part of it.
OPENINGS = ("中国", "中华", "国家", "全国", "国际", "世界", "亚洲", "中央", "首都", "华东", "华中", "华南", "华北", "西南", "西北", "东北", "南方", "北方")
# What a university or an academy has of its own, and the words that may stand between: 福州大学|至诚|学院.
PARTS = ("实验室", "重点实验室", "研究中心", "学院", "研究院", "研究所", "医院", "医学院", "商学院")
CONNECTED = regex.compile(r"(?:(?![、，和与及在的对向由从是等将到赴同])\p{Han}){1,12}(?:[与和](?:(?![、，和与及在的对向由从是等将到赴同])\p{Han}){2,12})?")
# Endings that make nobody's name right behind a place: 济南市医院, 昆明市小学.
ANYBODYS = frozenset(("医院", "学校", "中学", "小学", "幼儿园", "公司", "集团", "中心", "企业"))
SERVICES = ("陆军", "海军", "空军", "火箭军", "解放军", "武警", "联勤保障部队")
WORLDWIDE = ("国际", "世界", "联合国", "亚洲", "欧洲", "非洲", "亚太", "阿拉伯", "东南亚", "美洲", "石油输出国", "伊斯兰")
REPUBLIC = "中华人民共和国"
GRADES = ("国家级", "省级", "市级", "县级", "区级", "世界级", "部级", "厅级", "级")
MEASURES = frozenset("家")
COUNTED = frozenset("0123456789一二两三四五六七八九十百千万亿几多数余这那该每各")
OFFICERS = ("董事长", "总经理", "党委", "党组", "集团", "股份", "负责人", "总裁", "副总经理", "有限公司", "公司", "旗下", "员工", "方面", "职工", "新闻", "专家", "团队", "调研", "考察", "慰问", "座谈")
TERM = regex.compile(r"第[一二三四五六七八九十]{1,3}届委员会")
# Whom 该局 该校 该公司 may refer to: bodies of these kinds, or whose names end so.
THAT: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "局": ((), ("局",)),
    "厅": ((), ("厅",)),
    "院": (("hospital", "court", "procuratorate"), ("院",)),
    "校": (("university", "school"), ()),
    "公司": (("company",), ("公司",)),
    "集团": ((), ("集团", "集团有限公司", "集团股份有限公司")),
    "企业": (("company",), ()),
    "行": (("bank",), ()),
    "中心": ((), ("中心",)),
    "协会": ((), ("协会",)),
}
RANKED = regex.compile(r"(?:自治区|自治州|省|市|县|区|州)(?![级内外属直际域场容政县区民长会城乡值价块间])")
# Before an office's charge a rank is one where elsewhere it might begin a word: 市|会展业促进局, 市|民政和社会保障局.
OFFICE_RANKED = regex.compile(r"(?:自治区|自治州|省|市|县|区|州)(?![级内外属直际域场容区长值价块间]|政(?!务|策)|民(?!政|族|宗|营)|城(?!市|乡|管))")
CAMPUS = regex.compile(r"[（(](?P<place>\p{Han}{2,3})[）)]")
# What goes on behind an ending: a theatre's troupes, and the school that calls itself 中学校 (but 中学校庆, 中学校园).
TROUPE = regex.compile(r"(?<=剧院|剧团)(?:青年团|一团|二团|三团|少年团)|(?<=第\p{Han}{1,3}中学)校(?![庆园舍区门长友内外方服车风训]|领导|党)")
SHARED_RANKS = regex.compile(r"(?:省|市|县|区|州)(?:[、和与](?:省|市|县|区|州)){1,2}$")
BARE_AFTER = regex.compile(r"(?:党委|党组)?(?:局长|副局长|主任|副主任|院长|检察长|负责人|有关负责人|相关负责人|主要负责人|表示|介绍|印发|发布|通报|联合|会同|组织|召开|近日|日前)")


# A 统一社会信用代码, and what ends the reach of the name before it.
CREDIT_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_CODE = regex.compile(r"(?:统一)?社会信用代码[为是]?[:：]?\s?(?P<code>[0-9A-HJ-NPQRTUWXY]{18})(?![0-9A-Za-z])")
NOT_BETWEEN = regex.compile(r"[。；！？\n]")


@dataclass(slots=True)
class Found:
    """A mention on its way to a record."""

    start: int
    end: int
    head: Head | None
    name: str | None
    kind: str
    code: str | None
    rule: str
    evidence: str
    id: str | None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """What stands before a head: a region by name or by rank, and where it begins."""

    start: int
    code: str | None
    evidence: str


class _Reader:
    """One text on its way: the folded text, the home region, and what was found so far."""

    def __init__(self, text: str, home: str | None) -> None:
        self.text = text
        self.home = home
        self.atlas = place.gazetteer()
        self.words = canonical.lexicon()
        self.left = left_words()
        self.wholes = wholes()
        self.found: list[Found] = []
        self.families: list[tuple[int, Head, str | None]] = []
        self._named: tuple[list[int], list[place.Named]] | None = None
        self._seen: list[str] | None = None

    # --- places -----------------------------------------------------------------------------------------------------------

    def named(self) -> tuple[list[int], list[place.Named]]:
        """The places of the text, scanned when first needed."""
        if self._named is None:
            names = place._named(self.text, self.home)[0]
            self._named = [name.start for name in names], names
        return self._named

    def rank_code(self, rank: str, at: int) -> tuple[str | None, str]:
        """The region that a rank means: home's, else that of the last place of such a rank named before."""
        last = self.found[-1] if self.found else None
        if last is not None and last.code is not None and last.evidence.startswith("named") and last.end == at - 1 and self.text[at - 1] in "、和与":
            code = self.atlas.at_rank(last.code, rank)
            if code == last.code:
                return code, f"{rank} after {self.text[last.start : last.end]}"
        code = self.atlas.at_rank(self.home, rank)
        if code is not None:
            return code, f"{rank} of home {self.atlas.name(self.home or '')}"
        starts, names = self.named()
        for name in reversed(names[: bisect_right(starts, at)]):
            if at - name.end > 200 or "\n" in self.text[name.end : at]:
                break
            code = self.atlas.at_rank(name.code, rank)
            if code is not None and (self.home is None or self.atlas.within(code, self.home)):
                return code, f"{rank} after {self.text[name.start : name.end]}"
        return None, ""

    def decided(self, codes: tuple[str, ...], at: int) -> str | None:
        if len(codes) == 1:
            return codes[0]
        if self._seen is None:
            self._seen = list(dict.fromkeys(name.code for name in self.named()[1] if name.code))[:SEEN]
        return self.atlas.decided(codes, self.home, self._seen)

    def region_before(self, end: int) -> Before | None:
        """The place names that end at `end`, parents and all."""
        last = self.atlas.ending_at(self.text, end, max(0, end - 18))
        if last is None:
            return None
        start, codes = last
        while start > 0:
            above = self.atlas.ending_at(self.text, start, max(0, start - 12))
            if above is None:
                break
            below = tuple(code for code in codes if any(self.atlas.within(code, upper) and code != upper for upper in above[1]))
            if not below:
                break
            start, codes = above[0], below
        word = self.text[last[0] : end]
        if word in self.atlas.chained and start == last[0]:
            codes = tuple(code for code in codes if self.home and any(self.atlas.within(code, above) for above in self.atlas.ancestors(self.home)))
            if not codes:
                tables.noted(self.atlas.chained[word])
                return None
        return Before(start, self.decided(codes, start), f"named {self.text[start:end]}")

    def before(self, end: int) -> Before | None:
        """A region by name, or by a rank that stands free: 省 in 省公安厅."""
        region = self.region_before(end) or self.doubled(end)
        if region is not None:
            return region
        text = self.text
        for rank in ("自治区", "自治州", "自治县", "地区", "省", "市", "县", "区", "州", "盟", "旗"):
            if text.endswith(rank, 0, end):
                start = end - len(rank)
                if start and (text[start - 1] in NOBODYS or (text[start - 1] in "全我本该" and text[start - 1] != "我") or text[start - 2 : start] in ("所在", "当地", "基层", "各级")):
                    return None
                if start and text[start - 1] in "省市县区州盟旗城郊都园社街校特新辖片景专战防地税发作范验":
                    return None
                if rank not in ("省", "自治区") and not self.free(start) and not (self.found and self.found[-1].end == start):
                    return None
                code, why = self.rank_code(rank, start)
                return Before(start, code, why)
        return None

    def doubled(self, end: int) -> Before | None:
        """常山县|县委: a county named in full, its rank said again."""
        text = self.text
        if end < 3 or text[end - 1] not in COMMITTEE_RANKS or text[end - 2] != text[end - 1]:
            return None
        region = self.region_before(end - 1)
        return region if region is not None and region.code is not None and text[region.start : end - 1].endswith(self.atlas.by_code[region.code].name) else None

    # --- heads ------------------------------------------------------------------------------------------------------------

    def read(self) -> list[Found]:
        text = self.text
        titles = _titles(text)
        for last, literal in self.words.scanner.iter_long(text):
            end = last + 1
            start = end - len(literal)
            heads = self.words.heads[literal]
            if titles and _inside(titles, start):
                continue
            if NOT_AFTER.match(text, end):
                self.remember(heads, start)
                continue
            for head in heads:
                mention = self.one(head, start, end)
                if mention is not None:
                    self.keep(mention)
                    break
        return self.found

    def remember(self, heads: tuple[Head, ...], start: int) -> None:
        for head in heads:
            if head.what == "local":
                self.families.append((start, head, None))

    def keep(self, mention: Found) -> None:
        """Adds a mention; one that it contains gives way, one that holds it stays."""
        while self.found and self.found[-1].end > mention.start:
            other = self.found[-1]
            if other.start <= mention.start and other.end >= mention.end:
                return
            if mention.start <= other.start:
                self.found.pop()
            else:
                return
        self.found.append(mention)

    def one(self, head: Head, start: int, end: int) -> Found | None:
        if self.found and start < self.found[-1].end and end <= self.found[-1].end:
            return None
        if head.what == "body":
            return self.body(head, start, end)
        if head.what == "local":
            return self.local(head, start + head.lead, end)
        if head.what == "foreign":
            return self.foreign(head, start, end)
        if head.what == "prefix":
            mention = self.branch(Found(start, end, head, None, head.kind, None, "organisation.body", head.row, None))
            return mention if mention.rule == "organisation.branch" and mention.name else None
        if head.what == "placed":
            return self.placed(head, start, end)
        return self.open(head, start, end)

    def body(self, head: Head, start: int, end: int) -> Found | None:
        text = self.text
        if MEETING.match(text, end) or LONGER.match(text, end) or (head.kind in ("gov", "bank", "npc") and self.abroad(start)):
            return None
        if head.kind == "university" and self.place_ends(start):
            return self.open(self.words.heads["大学"][0], end - 2, end)  # 桂林|电子科技大学 is another
        if head.kind == "hospital" and head.form != head.name and self.found and self.found[-1].end == start and self.found[-1].kind == "university":
            return self.open(self.words.heads["医院"][0], end - 2, end)  # 第四军医大学|西京医院
        if len(head.form) <= 4 and (head.form != head.name or len(head.form) < 4) and self.glued(start, end):
            return None
        if head.form == BUILT and self.built(start, end):
            return None
        if head.kind == "company" and head.form != head.name and not head.form.endswith(("集团", "公司")) and self.common(start, end):
            branch = self.branch(Found(start, end, head, head.name, head.kind, None, "organisation.body", head.row, head.row))
            if branch.rule != "organisation.branch":
                return None
        tables.noted(head.row)
        if head.kind == "gov" and text.endswith(REPUBLIC, 0, start):
            start -= len(REPUBLIC)
        name, owner = head.name, self.found[-1] if self.found else None
        if owner is not None and owner.end == start and head.kind == "gov" and head.form == head.name and owner.rule == "organisation.body" and (owner.name or "").endswith("部"):
            start, name = owner.start, f"{owner.name}{name}"  # 水利部|长江水利委员会
        mention = Found(start, end, head, name, head.kind, head.region or None, "organisation.body", head.row, head.row.replace(":", "-"))
        division = CORPS_DIVISION.match(text, end) if head.name == CORPS else None
        if division is not None:
            tables.noted("organisation.corps")
            name = CORPS + self.ordinal(division.group())
            return replace(mention, end=division.end(), name=name, rule="organisation.corps", id=f"gov-{name}")
        return self.unit(self.affiliated(self.branch(self.campus(mention))), head)

    def foreign(self, head: Head, start: int, end: int) -> Found | None:
        """A body of another country's state: 日本外务省."""
        if MEETING.match(self.text, end) or LONGER.match(self.text, end):
            return None
        tables.noted(head.row)
        tables.noted(head.suffix)
        tables.noted("organisation.foreign")
        return Found(start, end, head, head.name, head.kind, None, "organisation.foreign", head.row, f"{head.kind}-{head.name}")

    def abroad(self, start: int) -> bool:
        """Whether a country stands before the name: 韩国央行 is not China's."""
        for name, row in countries().items():
            if self.text.endswith(name, 0, start):
                tables.noted(row)
                return True
        return False

    def glued(self, start: int, end: int) -> bool:
        """Whether a short name is a piece of longer words: 交行 in 外交行动."""
        low = max(0, start - 6)
        found = cut(self.text[low : end + 4], low)
        if self.text[end : end + 2] in ("分别", "分头"):
            return any(word.start < start < word.end for word in found)
        return any(word.start < start < word.end or (word.start < end < word.end and not (word.start == start and word.text.endswith((*INTERNAL, "总队")))) for word in found)

    def built(self, start: int, end: int) -> bool:
        """Whether 建设 is a verb in 加快建设银行网点."""
        verb = BUILDING.search(self.text[max(0, start - 2) : start])
        return verb is not None and (verb["surely"] is not None or OUTLETS.match(self.text, end) is not None)

    def common(self, start: int, end: int) -> bool:
        """Whether 中国建筑 is no company but the first half of 中国建筑工人."""
        form = self.text[start:end]
        if not form.startswith("中国") or any(len(word.text) == 1 for word in cut(form)):
            return False
        following = cut(self.text[end : end + 6], end)
        if not following or following[0].text in OFFICERS:
            return False
        return following[0].tag[0] == "n" or following[0].tag == "vn" or (following[0].text in self.left and self.left[following[0].text][0] == "part")

    def branch(self, mention: Found) -> Found:
        """The mention with the branch that follows it, and that one's: 国网福建省电力有限公司|泉州供电公司."""
        first = self.one_branch(mention)
        if first.end == mention.end or first.kind != "company":
            return first
        return self.one_branch(first)

    def one_branch(self, mention: Found) -> Found:
        """The mention with a branch: a place, and what the branch is called."""
        text, at = self.text, mention.end
        place_end, code = self.place_at(at + text.startswith("驻", at))
        if place_end is None:
            return mention
        tail = FORCE_TAIL.match(text, place_end) if mention.head and mention.head.form == "武警" else BRANCH_TAIL.match(text, place_end)
        if tail is not None and mention.head is not None and code is not None:
            row = self.words.branches.get((mention.head.form, tail.group()))
            if row is not None:
                return self.listed_branch(mention, tail.end(), code, row)
        if mention.kind == "institution":
            tail = INSTITUTE_TAIL.match(text, place_end) or tail
        elif tail is not None and any(char in tail.group() for char in "和与"):
            return mention
        if tail is None or any(char in text[place_end : tail.end()] for char in "的在了将等对是"):
            return mention
        tables.noted("organisation.branch")
        words = text[at : tail.end()]
        if mention.head is not None and mention.head.form == "武警" and code is not None:
            words = self.force(at, tail.end())
        base = text[mention.start : mention.end] if words.endswith("有限公司") else mention.name
        if mention.kind == "company" and base == mention.name != text[mention.start : mention.end] and not (text[: mention.end].endswith("集团") or words.endswith(("分部", "总部"))):
            base = None
        name = None if base is None else base + words
        ident = mention.id and f"{mention.id}/{words}"
        return replace(mention, end=tail.end(), name=name, code=code, rule="organisation.branch", id=ident)

    def force(self, at: int, end: int) -> str:
        """河南总队南阳支队 with its province's full name: 河南省总队南阳支队."""
        text = self.text
        for stop in range(min(at + 11, end), at + 1, -1):
            codes = self.atlas.forms.get(text[at:stop])
            if codes and self.atlas.level(codes[0]) == "province":
                return canonical.official(codes[0]) + text[stop:end].removeprefix("省")
        return text[at:end]

    def listed_branch(self, mention: Found, end: int, code: str, row: tuple[str, str, str]) -> Found:
        """A branch whose full name a table gives: 国网河南电力."""
        tables.noted(row[2])
        ident = f"{row[2].replace(':', '-')}-{code}"
        return replace(mention, end=end, name=canonical.of_place(row[0], code), kind=row[1], code=code, rule="organisation.branch", id=ident, evidence=row[2])

    def placed(self, head: Head, start: int, end: int) -> Found | None:
        """青岛证监局: a place, and what a table knows to follow it."""
        before = self.region_before(start)
        if before is None and head.form.endswith("集团公司"):
            return self.open(self.words.heads["集团公司"][0], end - 4, end)
        if before is None or before.code is None:
            return None
        mention = Found(before.start, end, head, None, head.kind, before.code, "organisation.branch", head.row, None)
        return self.listed_branch(mention, end, before.code, (head.name, head.kind, head.row))

    def place_at(self, at: int) -> tuple[int | None, str | None]:
        """A place name that begins at `at`: where it ends, and its code."""
        for direction in DIRECTIONS:
            if self.text.startswith(direction, at):
                return at + len(direction), None
        end, found = None, None
        for stop in range(at + 2, min(at + 12, len(self.text)) + 1):
            word = self.text[at:stop]
            codes = self.atlas.forms.get(word)
            if codes and word not in self.atlas.chained and (word in self.atlas.full or word not in ordinary()):
                end, found = stop, self.decided(codes, at)
        if end is not None and found is not None:
            further, below = self.place_at(end) if end + 2 < len(self.text) else (None, None)
            if further is not None and below is not None and self.atlas.within(below, found):
                return further, below
        return end, found

    def unit(self, mention: Found, head: Head) -> Found:
        """The mention with the department that follows it."""
        if head.kind in ("intl", "media", "company", "bank") and head.row != CENTRAL_BANK:
            return mention
        if head.kind in ("npc", "cppcc"):
            for length in range(8, 1, -1):
                row = self.words.assembly_units.get(self.text[mention.end : mention.end + length])
                if row is not None:
                    tables.noted(row[1])
                    name = mention.name and mention.name + row[0]
                    return replace(mention, end=mention.end + length, name=name, id=mention.id and f"{mention.id}/{row[0]}")
        assembly = ASSEMBLY_UNIT.match(self.text, mention.end) if head.kind in ("npc", "cppcc") else None
        short = ASSEMBLY_SHORT.match(self.text, mention.end) if head.kind in ("npc", "cppcc") and assembly is None else None
        if short is not None and self.department(short["unit"]):
            return replace(mention, end=short.end(), name=None, id=None)
        match = assembly or (TRIBUNAL.match(self.text, mention.end) if head.kind == "court" else None) or UNIT.match(self.text, mention.end)
        if match is None and (head.what == "body" or (head.what == "local" and head.suffix == "厅")):
            match = CENTRAL_UNIT.match(self.text, mention.end)
        if match is None and head.what == "body" and head.kind == "gov":
            match = NUMBERED_DESK.match(self.text, mention.end)
        if match is None and head.form in ZONE_COMMITTEES:
            match = ZONE_DESK.match(self.text, mention.end)
        ordered = ORDERED_DESK.match(self.text, mention.end) or (DISCIPLINE_DESK.match(self.text, mention.end) if head.row.startswith("organs:discipline") else None)
        match = ordered or match
        if match is None:
            return self.office_of(mention, head)
        words = match["unit"]
        if not (ordered or self.department(words.removesuffix("委员会").replace("和", "").replace("提案", "") + "会" if assembly else words) or self.department_of_two(words)) or MEETING.match(self.text, match.end()):
            return mention
        end = match.end()
        below = UNIT.match(self.text, end) if words.endswith(("分局", "总队", "支队")) else None
        if below is not None and self.department(below["unit"]):
            end, words = below.end(), words + below["unit"]
        unit = words if words.endswith(INTERNAL) and not words.endswith("办事处") else None
        name = None if mention.name is None else mention.name + words
        return replace(mention, end=end, name=name, unit=unit, id=mention.id and f"{mention.id}/{words}")

    def office_of(self, mention: Found, head: Head) -> Found:
        """A bureau with an office in it, whose full name is not known: 水务局防汛办."""
        match = OFFICE_SHORT.match(self.text, mention.end) if head.kind == "gov" else None
        if match is None or not self.department(match.group()):
            return mention
        return replace(mention, end=match.end(), name=None, id=None)

    def department(self, words: str) -> bool:
        """Whether the words name a department, and not the rest of a sentence."""
        desk, words = words.endswith(INTERNAL), words.replace("公共", "")
        for stop, row in unit_stops().items():
            if words.startswith(stop) if len(stop) > 1 else stop in words:
                if desk and stop in DESK_CHARGES and len(words) <= LONG_DESK:
                    continue
                tables.noted(row)
                return False
        return all(self.departmental(word) or (desk and number > 0 and len(words) <= LONG_DESK and self.how(word.text) != "stop" and word.tag == "v") for number, word in enumerate(cut(words)[:-1]))

    def department_of_two(self, words: str) -> bool:
        """Whether two matters make a department's name: 网络执法|与|监督局."""
        match = TWO_MATTERS.fullmatch(words)
        return match is not None and self.department(match["one"] + "处") and self.department(match["two"])

    def departmental(self, word: Word) -> bool:
        """Whether a word may stand in a department's name; 高新 and 认可 may, though the dictionary calls them adverb and verb."""
        how = self.left.get(word.text)
        if how is not None:
            return how[0] != "stop"
        return len(word.text) == 1 or word.tag[0] not in "vpcuryeo" or word.tag == "vn"

    def local(self, head: Head, start: int, end: int) -> Found | None:
        text = self.text
        if MEETING.match(text, end):
            return None
        for prefix in ("国家", "全国", "中国"):
            if text.endswith(prefix, 0, start) and "=" not in head.name and head.name.startswith("{r}") and (prefix != "中国" or head.kind != "gov"):
                tables.noted("organisation.national")
                mention = Found(start - 2, end, head, canonical.national(head, prefix), head.kind, None, "organisation.national", prefix, f"{head.row.removeprefix('organs:')}-100000")
                mention.id = mention.id if mention.name else None
                return self.unit(mention, head)
        if head.row == "organs:cppcc" and self.place_at(end)[0] is not None:
            return self.committee_of_term(head, start, end)
        corps = self.corps(head, start, end)
        if corps is not None:
            return corps
        before = self.before(start)
        self.families.append((start, head, before.code if before else None))
        if before is None:
            return self.coordinated(head, start, end) or self.joint(head, start, end) or self.qualified(head, start, end) or self.bare(head, start, end)
        if self.shared(head, before, start, end):
            return None
        prefixed = self.prefixed(head, before, end)
        if prefixed is not None:
            return prefixed
        mention = self.instance(head, before.start, end, before.code, before.evidence, "organisation.local")
        divided = DIVISION.search(text, max(0, before.start - 12), before.start)
        if divided is None or divided["division"] is None:
            return mention
        tables.noted("organisation.corps")
        name = mention.name and f"{CORPS}{self.ordinal(divided['division'])}{mention.name}"
        return replace(mention, start=divided.start(), name=name, rule="organisation.corps", id=name and f"{mention.id}/corps")

    def corps(self, head: Head, start: int, end: int) -> Found | None:
        """兵团教育局, 兵团第一师公安局: the corps has bodies like a province's, its divisions like a city's."""
        match = DIVISION.search(self.text, max(0, start - 12), start) if self.text[start - 1 : start] in ("团", "师") else None
        if match is None or not head.name.startswith(("{r}", "{p}", "{w}")):
            return None
        whose = CORPS + self.ordinal(match["division"] or "")
        tables.noted(head.row)
        tables.noted("organisation.corps")
        name = canonical.named(head, "650000", whose)
        mention = Found(match.start(), end, head, name, head.kind, None, "organisation.corps", f"named {match.group()}", f"{head.row.removeprefix('organs:')}-{whose}")
        return self.committee(mention) if head.row == "organs:party-committee" else self.unit(mention, head)

    @staticmethod
    def ordinal(division: str) -> str:
        """八师 written out: 第八师."""
        return division if not division or division.startswith("第") else "第" + division

    def committee_of_term(self, head: Head, start: int, end: int) -> Found | None:
        """政协湖北省第十三届委员会: the place stands behind. Without a term it is read from its 委员会."""
        behind, code = self.place_at(end)
        term = TERM.match(self.text, behind) if behind is not None else None
        if term is None or code is None:
            return None
        mention = self.instance(head, start, end, code, f"named {self.text[end:behind]}", "organisation.local")
        return replace(mention, start=start, end=term.end(), name=canonical.named(head, code), unit=None, id=f"cppcc-{code}")

    def instance(self, head: Head, start: int, end: int, code: str | None, evidence: str, rule: str) -> Found:
        """The family's body of a region."""
        tables.noted(head.row)
        tables.noted(rule)
        ident = None if code is None else f"{head.row.removeprefix('organs:')}-{code}"
        said = self.text[start : end - len(head.form)]
        short = code is not None and said == self.atlas.by_code[code].short and head.kind in ("institution", "hospital", "media")
        kept = said if short and (head.kind == "media" or head.name in ("{r}{f}", "{r}" + head.form)) else ""
        mention = Found(start, end, head, canonical.named(head, code, kept) if code else None, head.kind, code, rule, evidence, ident)
        if head.row == "organs:party-committee":
            return self.committee(mention)
        return self.unit(mention, head)

    def committee(self, mention: Found) -> Found:
        """省委 with its department: 省委组织部."""
        for length in range(LONGEST_UNIT, 1, -1):
            unit = self.words.party_units.get(self.text[mention.end : mention.end + length])
            if unit is not None:
                tables.noted(unit[1])
                name = canonical.committee_department(mention.code, unit[0]) if mention.code else mention.name and mention.name + unit[0]
                return self.desk(replace(mention, end=mention.end + length, name=name, id=mention.id and f"{mention.id}/{unit[0]}"))
        match = COMMITTEE_OFFICE.match(self.text, mention.end)
        if match is not None and self.department(match.group()) and not MEETING.match(self.text, match.end()):
            return self.desk(replace(mention, end=match.end(), name=None, id=None))
        return mention

    def desk(self, mention: Found) -> Found:
        """A committee's department with the desk in it: 省委组织部|人才工作处."""
        ordered = ORDERED_DESK.match(self.text, mention.end)
        match = ordered or UNIT.match(self.text, mention.end)
        if match is None or not match["unit"].endswith(INTERNAL) or not (ordered or self.department(match["unit"])):
            return mention
        unit = match["unit"]
        return replace(mention, end=match.end(), name=mention.name and mention.name + unit, unit=unit, id=mention.id and f"{mention.id}/{unit}")

    def prefixed(self, head: Head, before: Before, end: int) -> Found | None:
        """共青团湖北省委, 政协武汉市委员会, 中共常山县委: the words before the place say whose committee it is."""
        for length in (10, 9, 6, 5, 4, 3, 2, 1):
            if before.start < length:
                continue
            row = self.words.prefixes.get(self.text[before.start - length : before.start])
            if row is None or head.form not in row["tail"].split():
                continue
            tables.noted("organisation.prefix")
            tables.noted(f"org_prefixes:{row['id']}")
            name = row["name"].replace("{r}", canonical.official(before.code)) if before.code else None
            ident = f"{row['id']}-{before.code}" if before.code else None
            mention = Found(before.start - length, end, head, name, row["kind"], before.code, "organisation.prefix", before.evidence, ident)
            return self.committee(mention) if row["id"] == "cpc" else mention
        return None

    def shared(self, head: Head, before: Before, start: int, end: int) -> bool:
        """市、县市场监管局, 襄阳市、孝感市公安局: both, each with the span of the whole phrase. False where nothing is shared."""
        text = self.text
        match = SHARED_RANKS.search(text, max(0, start - 12), start)
        shared: list[tuple[str | None, str]] = []
        first = before.start
        if match is not None:
            first = match.start()
            if first and text[first - 1] in NOBODYS:
                return True
            shared = [self.rank_code(rank, first) for rank in regex.split(r"[、和与]", match.group())]
        elif before.code is not None:
            while first > 2 and text[first - 1] in "、和与":
                other = self.region_before(first - 1)
                if other is None or other.code is None or self.atlas.level(other.code) != self.atlas.level(before.code) or text[other.start : first - 1] in self.atlas.chained:
                    break
                shared.insert(0, (other.code, other.evidence))
                first = other.start
            if shared and not (first == 0 or text[first - 1] in OPENING or text[first - 1] in "由和与及对在从向让将"):
                return False
            if shared:
                shared.append((before.code, before.evidence))
        found = [self.instance(head, first, end, code, why, "organisation.shared-head") for code, why in shared if code is not None]
        if found and (not self.found or self.found[-1].end <= first):
            self.found += [replace(mention, end=max(other.end for other in found)) for mention in found]
        return bool(shared)

    def coordinated(self, head: Head, start: int, end: int) -> Found | None:
        """省法院、检察院、公安厅: the region of the body before."""
        fellow = self.national_fellow(head, start, end)
        if fellow is not None:
            return fellow
        if not self.found or self.found[-1].head is None or self.found[-1].head.what != "local":
            return None
        last = self.found[-1]
        if self.text[last.end : start] not in ("、", "和", "与", "及", "以及") or head.row == "organs:party-committee":
            return None
        return self.instance(head, start, end, last.code, f"shares the region of {self.text[last.start : last.end]}", "organisation.coordinated")

    def national_fellow(self, head: Head, start: int, end: int) -> Found | None:
        """国家发展改革委、能源局: the nation's, where a table knows the nation's body of that form."""
        last = self.found[-1] if self.found else None
        if last is None or last.rule not in ("organisation.body", "organisation.national") or self.text[last.end : start] not in ("、", "和", "与"):
            return None
        if not (last.name or "").startswith("国家") or last.kind != "gov":
            return None
        body = next((body for body in self.words.heads.get("国家" + head.form, ()) if body.what == "body"), None)
        if body is None:
            return None
        tables.noted("organisation.coordinated")
        mention = Found(start, end, body, body.name, body.kind, None, "organisation.coordinated", f"shares the nation of {self.text[last.start : last.end]}", body.row.replace(":", "-"))
        return self.unit(mention, body)

    def joint(self, head: Head, start: int, end: int) -> Found | None:
        """冷水滩区建设和交通局: a body of two charges. Its full name is known where neither is written short."""
        text = self.text
        if head.kind != "gov" or text[start - 1 : start] not in ("和", "与"):
            return None
        for at in range(start - 3, max(0, start - 12), -1):
            whole = covered_by_stems(text[at : start - 1])
            if whole is None and text[at - 1] in PLACE_ENDS and all(word.tag in MATTERS for word in cut(text[at : start - 1])):
                whole = True
            before = self.before(at) if whole is not None else None
            if before is None or whole is None:
                continue
            tables.noted(head.row)
            tables.noted("organisation.joint")
            own = text[at : end - len(head.suffix)]
            known = before.code is not None and whole and (head.form.removesuffix(head.suffix) in stems()[1] or head.name == "{r}{f}") and head.suffix not in CLIPPED
            name = canonical.official(before.code) + own + head.suffix if known and before.code else None
            mention = Found(before.start, end, head, name, head.kind, before.code, "organisation.joint", before.evidence, name and f"gov-{name}")
            return self.unit(mention, head)
        return None

    def qualified(self, head: Head, start: int, end: int) -> Found | None:
        """武汉铁路公安局, 深圳前海合作区人民法院: a place, words that say whose, and the family's form."""
        if head.kind not in ("gov", "court", "procuratorate") or (head.form in ("政府", "法院", "检察院") and self.zone(start) is None) or not start or self.text[start - 1] in OPENING:
            return None
        edge = self.edge(start, head)
        if edge is None or start - edge > 14 or (self.found and edge < self.found[-1].end):
            return None
        zone = self.zone(start)
        if zone is not None:
            edge, whose, code = zone[0], zone[1].removesuffix("管理委员会"), zone[2]
        else:
            stop, found = self.place_at(edge)
            rank = RANKED.match(self.text, edge, start)
            if stop is None and rank is not None and self.free(edge):
                stop, found = rank.end(), self.rank_code(rank.group(), edge)[0]
            if stop is None or found is None or stop >= start or not 2 <= start - stop <= 8:
                return None
            if any(self.how(word.text) == "level" or word.tag[0] in "mtr" for word in cut(self.text[stop:start])):
                return None
            if covered_by_stems(self.text[stop:start]) is not None:
                return self.charged(head, edge, stop, start, end, found)
            whose, code = (canonical.official(found) + self.text[stop:start] if rank is not None else self.text[edge:start]), found
        tables.noted(head.row)
        name = canonical.named(head, code, whose)
        mention = Found(edge, end, head, name, head.kind, code, "organisation.local", f"named {self.text[edge:start]}", f"{head.row.removeprefix('organs:')}-{whose}")
        return self.unit(mention, head)

    def charged(self, head: Head, edge: int, stop: int, start: int, end: int, code: str) -> Found:
        """湘西州文旅|广电局: a body of several charges; its name is known where all are written in full."""
        tables.noted(head.row)
        full = covered_by_stems(self.text[stop:start]) and head.form.removesuffix(head.suffix) in stems()[1] and head.suffix not in CLIPPED
        full = full or (covered_by_stems(self.text[stop:start]) and head.name == "{r}{f}")
        name = canonical.official(code) + self.text[stop:end] if full else None
        return self.unit(Found(edge, end, head, name, head.kind, code, "organisation.local", f"named {self.text[edge:stop]}", name and f"gov-{name}"), head)

    def bare(self, head: Head, start: int, end: int) -> Found | None:
        """市场监管局局长 in a text of one city."""
        text = self.text
        if head.kind not in ("gov", "court", "procuratorate") or len(head.form) < 3 or self.home is None:
            return None
        if start and text[start - 1] not in "，。；：！？\n“":
            return None
        if not BARE_AFTER.match(text, end):
            return None
        level = self.atlas.level(self.home)
        if level not in ("city", "county") or head.suffix == "厅":
            return None
        return self.instance(head, start, end, self.home, f"home {self.atlas.name(self.home)}", "organisation.bare")

    # --- names by their endings ---------------------------------------------------------------------------------------------

    def open(self, head: Head, start: int, end: int) -> Found | None:
        text = self.text
        if head.strength == "rank" and (not self.office(start, end) or (head.form in CLIPPED and self.found and self.found[-1].end == start)):
            return None
        edge = self.edge(start, head)
        if head.strength == "rank":
            edge = self.rank_edge(start, edge)
        town = self.town(start) if head.form in TOWNS and (edge is None or edge >= start) else None
        edge = edge if town is None else town
        while edge is not None and (point := POINT.match(text, edge, start)) is not None:
            edge = point.end()
        if edge is None or edge >= start or end - edge > TOO_LONG:
            return None
        words = text[edge:start]
        if head.form in TOWNS and COUNTED_TOWNS.match(words):
            return None
        if (len(words) < 2 and words not in place.RANKS) or "\ufffd" in words or MEETING.match(text, end):
            return None
        if head.form in PARTS and edge > 1 and text[edge - 1] in "与和" and text[edge - 2] not in OPENING and self.place_at(edge)[0] is None and not any(edge in (found.start, found.end + 1) for found in self.found[-2:]):
            return None
        if self.building(edge, start, head) or (edge and text[edge - 1] == "某"):
            return None
        edge = self.trimmed(edge, start)
        words = text[edge:start]
        if head.row == "suffixes:discipline-group":
            return self.stationed(head, start, end)
        zone = self.zone(start) if head.form in ZONE_COMMITTEES else None
        if zone is not None:
            tables.noted(head.row)
            tables.noted("organisation.zone")
            return self.unit(Found(zone[0], end, head, zone[1], head.kind, zone[2], "organisation.zone", f"zone {zone[1]}", f"gov-{zone[1]}"), head)
        if self.counted(head, end):
            return None
        code, name, why, rule = None, self.written(edge, end), "its own words", "organisation.open"
        rank = next((match.group() for match in [(OFFICE_RANKED if head.strength == "rank" else RANKED).match(words)] if match), None)
        region = self.place_at(edge)
        if region[0] is None and head.kind == "gov" and words in self.atlas.forms:
            region = start, self.decided(self.atlas.forms[words], edge)
        if head.strength == "world" and not (words == "联合国" or (words.startswith(WORLDWIDE) and words not in WORLDWIDE and len(words) > 3)):
            return None
        if head.strength == "nation" and not (words.startswith(("中国", "国家", "全国")) and len(words) > 5):
            return None
        if head.strength == "rank" and not self.ranked(edge, start, region[0], rank):
            return None
        if head.form in ANYBODYS and region[0] == start and (words[-1] in "省市县区州盟旗" or words in self.atlas.forms):
            return None
        if head.form == "中心" and region[0] is None and rank is None and not words.startswith(OPENINGS):
            return None
        if region[0] is not None:
            code, why = self.seat(edge, region[0], region[1], head), f"named {text[edge : region[0]]}"
        elif rank is not None:
            if (edge and text[edge - 1] in NOBODYS) or text[edge - 1 : edge] in ("全", "我", "本", "该"):
                return None
            if len(words) == len(rank) and head.strength == "place" and head.form in ("中心", "公司", "集团", "银行", "学院"):
                return None
            code, why = self.rank_code(rank, edge)
            beginning = self.found[-1] if self.found and self.found[-1].start == edge and self.found[-1].rule in WHOLE_NAMES else None
            name = name if beginning is not None else canonical.official(code) + self.written(edge + len(rank), end) if code else ""
        elif not (town is not None or self.listed(edge, end, head) or self.proper(words, head) or self.beside(edge, head) or (self.found and self.found[-1].start == edge and self.found[-1].end <= start)):
            return None
        parent = self.found[-1] if self.found else None
        if parent is not None and parent.kind == "court" and parent.rule != "organisation.body" and text[parent.end : start] == TOURING:
            return None
        if parent is not None and parent.start == edge and parent.rule in WHOLE_NAMES:
            code, why = parent.code, f"of {text[edge : parent.end]}"  # 中山大学附属第一医院 is in 广州
        if head.strength == "rank" and code is not None and region[0] is not None:
            name = self.office_named(region[0], end, code, head)
        elif head.form in TOWNS and code is not None and region[0] is not None and region[0] < start:
            said, full = text[edge : region[0]], canonical.official(code)
            name = name and (full + self.written(region[0], end) if full.endswith(said) else name)
        if head.kind == "party":
            name = f"中共{name}" if name and name.endswith("委员会") else ""
        tables.noted(head.row)
        tables.noted(rule)
        final = name or None
        if (rank is not None and len(words) == len(rank) and head.form in ANYBODYS) or head.form in SHORTENED or head.form in CLIPPED or (head.strength == "rank" and end - (region[0] or edge + len(rank or "国家")) < LONG_ENOUGH) or (head.form in WHOLE_STEMS and WHOLE_STEMS[head.form] not in words):
            final = None
        if ORDINAL_HOSPITAL.match(words) and head.form == "医院":
            final = None
        troupe = TROUPE.match(text, end)
        if troupe is not None:
            end, final = troupe.end(), final and final + troupe.group()
        fuller = self.fuller(edge, end, head.kind)
        if fuller is not None:
            tables.noted("organisation.shortened")
            return replace(fuller, start=edge, end=end, unit=None, rule="organisation.shortened", evidence=f"short for {text[fuller.start : fuller.end]}")
        mention = Found(edge, end, head, final, head.kind, code, rule, why, f"{head.kind}-{final}" if final else None)
        mention = self.affiliated(self.owned(self.branch(self.campus(mention))))
        return self.unit(mention, head) if head.kind in ("gov", "court", "procuratorate") and mention.rule in (rule, "organisation.owned") else mention

    def stationed(self, head: Head, start: int, end: int) -> Found | None:
        """省纪委监委|驻|省农业农村厅|纪检监察组: the group of one body that sits in another."""
        if len(self.found) < 2:
            return None
        owner, host = self.found[-2], self.found[-1]
        if host.end != start or owner.kind != "supervisory" or self.text[owner.end : host.start] not in ("驻", "派驻"):
            return None
        tables.noted(head.row)
        tables.noted("organisation.open")
        name = f"{owner.name}驻{host.name}{head.form}" if owner.name and host.name else None
        return Found(owner.start, end, head, name, head.kind, owner.code, "organisation.open", f"of {self.text[owner.start : owner.end]}", name and f"supervisory-{name}")

    def office_named(self, start: int, end: int, code: str, head: Head) -> str:
        """A region's office by its official name; none where a charge is written short: 湘西州文旅广电局."""
        words = self.text[start:end]
        known, full = stems()
        if any(word.text in known - full for word in cut(words.removesuffix(head.form))):
            return ""
        return canonical.official(code) + words

    def listed(self, edge: int, end: int, head: Head) -> bool:
        """Whether the dictionary has the whole name as one word: 同济大学."""
        if (head.kind != "university" and head.form != "集团") or end - edge > 6:
            return False
        found = cut(self.text[edge:end])
        return len(found) == 1 and found[0].tag == "nt"

    def counted(self, head: Head, end: int) -> bool:
        """Whether the words are a kind whose members are counted: 普惠性幼儿园312家."""
        return head.kind in ("company", "school", "hospital", "bank", "institution") and not head.form.endswith("有限公司") and COUNT.match(self.text, end) is not None

    def fuller(self, start: int, end: int, kind: str) -> Found | None:
        """The mention before whose name ends in these words: 国家天文台 after 中国科学院国家天文台. None where several do."""
        words = self.text[start:end]
        if kind not in ("hospital", "institution", "university", "school") or len(words) < 4 or self.place_at(start)[0] is not None:
            return None
        same = {found.name: found for found in self.found[-FELLOWS:] if found.kind == kind and found.name and found.name != words and found.name.endswith(words)}
        return next(iter(same.values())) if len(same) == 1 else None

    def affiliated(self, mention: Found) -> Found:
        """A university with its hospital's short name: 一附院."""
        academy = ACADEMY.match(self.text, mention.end) if mention.kind == "company" and mention.rule == "organisation.body" else None
        if academy is not None:
            tables.noted("organisation.affiliated")
            name = mention.name and f"{mention.name}第{academy['number']}研究{academy['what']}"
            return replace(mention, end=academy.end(), name=name, kind="institution", id=name and f"institution-{name}", rule="organisation.affiliated")
        match = AFFILIATED.match(self.text, mention.end) if mention.kind == "university" else None
        if match is None:
            return mention
        tables.noted("organisation.affiliated")
        if match["school"]:
            name = mention.name and f"{mention.name}附属{match['school']}学"
            return replace(mention, end=match.end(), name=name, kind="school", id=name and f"school-{name}", rule="organisation.affiliated")
        words = f"第{match['first']}附属医院" if match["first"] else f"附属第{match['number']}医院" if match["number"] else "附属医院"
        name = mention.name and mention.name + words
        return replace(mention, end=match.end(), name=name, kind="hospital", id=name and f"hospital-{name}", rule="organisation.affiliated")

    def owned(self, mention: Found) -> Found:
        """A customs house with the one that owns it: 拱北海关所属湾仔海关."""
        last = self.found[-1] if self.found else None
        if last is None or mention.kind != "gov" or last.kind != "gov" or self.text[last.end : mention.start] not in OWNED:
            return mention
        if self.text[last.end - 2 : last.end] != self.text[mention.end - 2 : mention.end]:
            return mention
        tables.noted("organisation.owned")
        return replace(mention, start=last.start, rule="organisation.owned")

    def town(self, start: int) -> int | None:
        """Where a town's name begins, which stands alone or behind its county: 德清县|乾元镇人民政府."""
        for length in (2, 3, 4):
            at = start - length
            if at < 0 or TOWN_NAME.fullmatch(self.text, at, start) is None:
                return None
            region = self.region_before(at)
            if at and self.text[at - 1] not in OPENING and self.text[at - 1] not in "从由向据" and region is None:
                continue
            if all(self.how(word.text) == "" and word.tag[0] not in "rpcuvdq" for word in cut(self.text[at:start])) and set(self.text[at:start]) - set("一二三四五六七八九十百千万0123456789"):
                return at if region is None else region.start
        return None

    def rank_edge(self, start: int, edge: int | None) -> int | None:
        """Where an office's name begins: the nearest place or rank with plain words behind it, else the edge that was walked to."""
        for at in range(start - 2, max(0, start - 11), -1):
            if self.text[at - 1] not in PLACE_ENDS and at != edge:
                continue
            before = self.before(at)
            if before is None or not self.charge(at, start):
                continue
            return before.start if edge is None or edge >= start or before.start > edge or not self.charge(edge, start) else edge
        return edge

    def charge(self, at: int, start: int) -> bool:
        """Whether the words name what an office has charge of: 搬迁安置, 民政和社会保障."""
        text = self.text[at:start]
        both = text.partition("和")
        if both[1] and covered_by_stems(both[0]) is None:
            return False
        found = cut(text.replace("和", "", 1))
        return all(self.how(word.text) not in ("level", "stop") and (self.how(word.text) == "part" or word.tag[0] in "nvbgjliaz") for word in found)

    def free(self, start: int) -> bool:
        """Whether a rank may begin a name there: not in the middle of other words, 农高|区."""
        if not start or self.text[start - 1] in OPENING:
            return True
        if any(self.text.endswith(word, 0, start) for word in self.words.prefixes):
            return True
        last = cut(self.text[max(0, start - 6) : start])[-1]
        return self.how(last.text) == "stop" or last.tag[0] not in "najbfgilszm"

    def office(self, start: int, end: int) -> bool:
        """Whether a 局 or 厅 is an office's: not that of 布局, 大厅, 音乐厅."""
        if start and self.text[start - 1] == self.text[start]:
            return False
        for word in cut(self.text[max(0, start - 4) : end], max(0, start - 4)):
            if word.end == end:
                return word.text not in HALLS and (word.start == start or len(word.text) > 2)
        return False

    def ranked(self, edge: int, start: int, behind: int | None, rank: str | None) -> bool:
        """Whether a place, a rank or 国家 begins the name and plain nouns, not too many, lead to the ending."""
        text = self.text
        low = behind if behind is not None else edge + len(rank) if rank is not None else edge + 2 if text.startswith(("国家", "中国"), edge) else None
        if low is None or not 1 < start - low <= 10 or (rank is not None and not self.free(edge)):
            return False
        return self.charge(low, start)

    def campus(self, mention: Found) -> Found:
        """A university with the place in brackets that tells it from its twin: 中国石油大学（华东）."""
        match = CAMPUS.match(self.text, mention.end) if mention.kind == "university" and mention.name else None
        if match is None or not (match["place"] in DIRECTIONS or match["place"] in self.atlas.forms):
            return mention
        name = f"{mention.name}（{match['place']}）"
        return replace(mention, end=match.end(), name=name, id=f"university-{name}")

    def beside(self, edge: int, head: Head) -> bool:
        """Whether a plain word is a name because it stands in a list of names of its kind: 鲁南制药集团、浪潮集团."""
        last = self.found[-1] if self.found else None
        if last is None or head.kind != "company" or last.kind != "company" or self.text[edge - 1] != "、":
            return False
        return "。" not in self.text[last.end : edge] and edge - last.end < 12

    def written(self, start: int, end: int) -> str:
        """The words of a name, what is short in them written out: 管委会, and a body's short name at their beginning."""
        words = self.text[start:end].removeprefix(REPUBLIC)
        for short, full in (("管委会", "管理委员会"), ("管委", "管理委员会"), ("村村委会", "村村民委员会"), ("社区居委会", "社区居民委员会"), ("街道党工委", "街道工作委员会"), ("镇党委", "镇委员会"), ("乡党委", "乡委员会"), ("街道办", "街道办事处"), ("镇政府", "镇人民政府"), ("乡政府", "乡人民政府"), ("市场监管所", "市场监督管理所")):
            if words.endswith(short):
                words = words.removesuffix(short) + full
        first = self.found[-1] if self.found else None
        if first is not None and first.start == start and first.end < end and first.rule in WHOLE_NAMES and first.kind not in ("company", "bank", "media", "military"):
            return first.name + words[first.end - start :] if first.name else ""
        return words

    def trimmed(self, edge: int, start: int) -> int:
        """The edge moved to the place in the words when only plain words stand before it: 后任湖北工业大学."""
        if self.place_at(edge)[0] is not None:
            return edge
        before: list[str] = []
        for word in cut(self.text[edge:start], edge):
            if self.place_at(word.start)[0] is not None:
                if self.place_at(word.start)[0] == start:
                    return edge
                spelt = self.place_spelt(word.start)
                plain = all((spelt or len(word) > 1) and word not in PROPER_OPENINGS for word in before)
                return word.start if plain and before else edge
            if word.tag in NAMES or word.text in self.words.heads:
                return edge
            before.append(word.text)
        return edge

    def seat(self, start: int, end: int, code: str | None, head: Head) -> str | None:
        """The region of a name that a place begins; none for a street's (香港中路派出所) or a county's short name far from home (中原银行)."""
        if code is None or (place.STREET.match(self.text, end) and head.kind != "university"):
            return None
        word = self.text[start:end]
        if self.atlas.level(code) != "county" or word in self.atlas.full or len(self.atlas.forms.get(word, ())) == 0:
            return code
        if head.kind == "gov" and (self.home is None or self.home == place.COUNTRY):
            return code
        if head.kind == "gov":
            *_, province = self.atlas.ancestors(self.home or code)
            return code if self.atlas.within(code, province) else None  # 卧龙 is a reserve in Sichuan, and a district in Henan
        city = self.atlas.by_code[code].parent
        return code if self.home is not None and self.atlas.within(self.home, city) else None

    def how(self, word: str) -> str:
        """What data/left_words.tsv says of a word; empty where it says nothing."""
        return (self.left.get(word) or ("",))[0]

    def building(self, edge: int, start: int, head: Head) -> bool:
        """Whether the name is a building's: 奥体中心, 大剧院."""
        if head.form not in ("中心", "剧院"):
            return False
        last = cut(self.text[edge:start])[-1].text
        if head.form == "剧院":
            return last.endswith("大")
        if self.how(last) == "facility":
            tables.noted(self.left[last][1])
            return True
        return False

    def place_spelt(self, at: int) -> bool:
        """Whether a place stands there by its full name."""
        return any(self.text[at:stop] in self.atlas.full for stop in range(at + 3, at + 12))

    def zone(self, end: int) -> tuple[int, str, str] | None:
        """The zone whose committee's name ends behind `end`: where it begins, the committee's name, the region."""
        text = self.text
        for length in range(min(14, end), 2, -1):
            row = self.words.zones.get(text[end - length : end])
            if row is not None:
                tables.noted(row[2])
                return end - length, row[0] + "管理委员会", row[1]
        for short, full in ZONES:
            if text.endswith(short, 0, end):
                before = self.region_before(end - len(short))
                if before is not None and before.code is not None:
                    return before.start, text[before.start : end - len(short)] + full + "管理委员会", before.code
        return None

    def edge(self, start: int, head: Head) -> int | None:
        """Where the name begins whose ending stands at `start`."""
        text = self.text
        low = max(0, start - TOO_LONG)
        opened = 0
        for at in range(start - 1, low - 1, -1):
            char = text[at]
            if char in "）)":
                opened += 1
            elif char in "（(" and opened:
                opened -= 1
            elif char in OPENING or char == "\ufffd":
                low = at + 1
                break
        if low >= start:
            return None
        edge = self.walked(low, start, head)
        while edge < start and text[edge] in "）)的之":
            edge += 1
        last = self.found[-1] if self.found else None
        if last is not None and head.form in PARTS and last.kind in ("university", "institution") and 0 < start - last.end <= 24 and last.start < edge and self.connected(last.end, start):
            edge = last.start
        words = text[edge:start]
        if words.count("）") + words.count(")") > words.count("（") + words.count("("):
            return None
        if self.found and edge < self.found[-1].end <= start and self.found[-1].head is not None and self.found[-1].start < edge:
            edge = self.found[-1].start
        return edge

    def connected(self, start: int, end: int) -> bool:
        """Whether what stands between a university and an ending is the name of a part of it: 至诚, not 共建产业."""
        if CONNECTED.fullmatch(self.text, start, end) is None:
            return False
        between = cut(self.text[start:end])
        if any(len(word.text) > 1 and self.how(word.text) == "stop" for word in between):
            return False
        return not any(len(one.text) > 1 and one.tag[0] in "vp" and not self.how(one.text) and two not in SUBJECTS for one, two in zip(between, [*(word.text for word in between[1:]), ""], strict=True))

    def walked(self, low: int, start: int, head: Head) -> int:
        """The edge found by walking left from the ending, over places, known compounds and words that may stand in a name."""
        text, at = self.text, start
        holder: list[Word] = []
        for word in cut(text[low : start + len(head.form)], low):
            holder += [word] * (word.end - word.start)
        while at > low:
            region = self.atlas.ending_at(text, at, low)
            if region is not None and (self.firm(text[region[0] : at]) or (head.kind == "gov" and at == start and text[region[0] : at] not in self.atlas.chained)):
                at = region[0]
                continue
            whole = next((word for word in self.wholes if text.endswith(word, low, at)), None)
            if whole is not None:
                tables.noted(self.left[whole][1])
                at -= len(whole)
                continue
            word = holder[at - 1 - low]
            part = text[word.start : at]
            if part in MEASURES and self.stops(part, word.start):
                break
            if part in "与和" and head.kind in ("association", "institution") and at < start:
                joined = self.over_and(low, word.start, holder)
                if joined is None:
                    break
                return joined
            number = part.isdigit() and word.start > low and text[word.start - 1] == "第"
            if number or self.accepted(part, word.tag) or (at == start and self.brand(part, word, holder, low, head)):
                at = word.start
                continue
            bridged = self.bridged(low, at, holder, head)
            if bridged is None:
                break
            at = bridged
        return at

    def bridged(self, low: int, at: int, holder: list[Word], head: Head) -> int | None:
        """The place that begins the name when only words of odd classes stand between, none of which ends a name: 中车青岛四方|机车."""
        if head.kind in ("gov", "intl", "media", "military"):
            return None
        for _ in range(3):
            if at <= low or self.stops(holder[at - 1 - low].text, holder[at - 1 - low].start):
                return None
            if head.kind != "company" and holder[at - 1 - low].tag[0] in "vm":
                return None
            at = holder[at - 1 - low].start
            region = self.atlas.ending_at(self.text, at, low)
            if region is not None and self.firm(self.text[region[0] : at]):
                return region[0]
            if self.text.endswith(("国家", "中国", "中央"), low, at):
                return at - 2
        return None

    def over_and(self, low: int, at: int, holder: list[Word]) -> int | None:
        """Where a name begins that goes on before its 与: 中国企业改革|与发展研究会. None where the words before are a name of their own."""
        while at > low:
            if self.found and self.found[-1].end >= at:
                return None
            word = holder[at - 1 - low]
            if word.text in OPENINGS:
                return word.start
            region = self.atlas.ending_at(self.text, at, low)
            if region is not None and self.firm(self.text[region[0] : at]):
                return region[0]
            if not self.accepted(word.text, word.tag):
                return None
            at = word.start
        return None

    def stops(self, word: str, start: int) -> bool:
        """Whether a word ends every name: a verb, a title, a particle; 家 and 所 only where they count."""
        how = self.left.get(word)
        if how is None or how[0] != "stop":
            return False
        return not (word in MEASURES and not (start and self.text[start - 1] in COUNTED))

    def firm(self, word: str) -> bool:
        """Whether a division's name is one wherever it stands: not 合作, 会同, 东区."""
        return word not in self.atlas.chained and (word in self.atlas.full or self.atlas.level(self.atlas.forms[word][0]) != "county")

    def brand(self, part: str, word: Word, holder: list[Word], low: int, head: Head) -> bool:
        """Whether a word that is no noun is a company's name, as in 山东高速集团有限公司: it stands alone between a place or an edge and the ending."""
        if head.kind != "company" or head.strength != "full" or part in self.left or len(part) < 2:
            return False
        return word.start == low or self.place_ends(word.start)

    def place_ends(self, end: int) -> bool:
        region = self.atlas.ending_at(self.text, end)
        return region is not None and self.firm(self.text[region[0] : end])

    def accepted(self, word: str, tag: str) -> bool:
        """Whether a word may stand inside a name."""
        how = self.left.get(word)
        if how is not None and (how[0] == "level" or (how[0] == "stop" and word not in MEASURES)):
            tables.noted(how[1])
            return False
        if how is not None:
            tables.noted(how[1])
            return True
        if tag == "m" and (word[0] == "第" or word[-1] in "路街里道巷"):
            return True
        if len(word) == 1:
            return tag != "m" or word in "一二三四五六七八九十"
        return tag[0] in "nbjlgisfa" or tag in ("eng", "vn", "an", "z")

    def proper(self, words: str, head: Head) -> bool:
        """Whether words without a place make a name: a proper name among them, 中国 before them, or an ending that says enough."""
        airport = AIRPORT.fullmatch(words) if head.kind == "gov" else None
        if airport is not None and airport["name"] in KINDS_OF_AIRPORT:
            return False
        if words in ("国家", "中国", "中央", "首都") and len(head.form) > 2:
            return head.form != "委员会" and not head.form.endswith("实验室")
        if words.startswith(OPENINGS):
            return len(words) > 2 and not words.startswith(("国家级", "国际性", "世界级"))
        if head.strength == "full" and head.kind == "company":
            bare = regex.sub(r"[（(][^（）()]*[）)]", "", words)
            return len(bare) >= 2 and not all(self.how(word.text) in ("generic", "part", "facility") for word in cut(bare))
        if head.kind in ("company", "hospital", "school", "institution") and (words.startswith(brands()) or "集团" in words[2:]):
            return True
        if words.startswith(SERVICES) and len(words) > 2 and head.kind in ("university", "hospital", "institution"):
            return True
        if airport is not None:
            return all(self.how(word.text) == "" and word.tag[0] not in "rpcuvdqm" for word in cut(airport["name"]))
        if words.startswith("第") and len(words) > 1:
            return head.kind == "military" or (head.kind == "university" and "军" in words)
        tokens = cut(words)
        if any(word.text in GRADES for word in tokens):
            return False
        if all(self.how(word.text) in ("generic", "part", "facility") or word.tag in ("m", "b", "f") for word in tokens):
            tables.noted("left_words:generic")
            return False
        if any(word.tag in NAMES and word.text not in self.left for word in tokens):
            return True
        odd = [(one.tag[0], two.tag[0]) for one, two in pairwise(tokens) if len(one.text) == len(two.text) == 1 and one.tag != "m"]
        return bool(odd) if head.kind == "company" else any(pair != ("v", "v") for pair in odd)


def _titles(text: str) -> list[tuple[int, int]]:
    """The stretches of the text that are titles of documents: 《…》."""
    if "《" not in text:
        return []
    return [(match.start(), match.end()) for match in regex.finditer(r"《[^《》\n]{0,120}》", text)]


def _inside(spans: list[tuple[int, int]], at: int) -> bool:
    number = bisect_right(spans, (at, 1 << 60)) - 1
    return number >= 0 and spans[number][0] <= at < spans[number][1]


@tables.compiled
def left_words() -> dict[str, tuple[str, str]]:
    """How a word bears on a name's left edge, and the row that says so."""
    return {word: (row["how"], f"left_words:{row['id']}") for row in tables.read("left_words") for word in row["words"].split()}


@tables.compiled
def stems() -> tuple[frozenset[str], frozenset[str]]:
    """What the families of bodies have charge of, as it is written (文旅, 教育), and those that are written in full."""
    heads = [head for found in canonical.lexicon().heads.values() for head in found if head.what == "local" and head.kind == "gov" and head.suffix in ("局", "厅", "委")]
    written = {(head.form.removesuffix(head.suffix), head.name) for head in heads}
    return frozenset(stem for stem, _ in written), frozenset(stem for stem, name in written if f"}}{stem}{{" in name)


def covered_by_stems(words: str) -> bool | None:
    """Whether words are charges written one after the other, and all in full; None where they are not.

    >>> covered_by_stems("教育体育"), covered_by_stems("教育文旅"), covered_by_stems("教师")
    (True, False, None)
    """
    known, full = stems()
    best: list[bool | None] = [True] + [None] * len(words)
    for end in range(2, len(words) + 1):
        for start in range(end - 2, -1, -1):
            if best[start] is not None and words[start:end] in known:
                best[end] = bool(best[end]) or (bool(best[start]) and words[start:end] in full)
    return best[-1] if words else None


@tables.compiled
def ordinary() -> frozenset[str]:
    """Short names of counties that are words of the language: 合作, 南部, 互助."""
    atlas = place.gazetteer()
    shorts = {one.short for one in atlas.by_code.values() if one.level == "county" and one.short not in atlas.full}
    return frozenset(short for short in shorts if len(found := cut(short)) == 1 and found[0].tag[0] in "vadmbfcptlizruq")


@tables.compiled
def countries() -> dict[str, str]:
    """The names of other countries, and the row of each."""
    return {name: f"countries:{row['id']}" for row in tables.read("countries") for name in row["names"].split()}


@tables.compiled
def wholes() -> tuple[str, ...]:
    """Words of names that a dictionary cuts in two: 经开区."""
    return tuple(word for word, (how, _) in left_words().items() if how in ("whole", "brand"))


@tables.compiled
def brands() -> tuple[str, ...]:
    """What companies are called whose names a dictionary does not know: 申能."""
    return tuple(word for word, (how, _) in left_words().items() if how == "brand")


@tables.compiled
def unit_stops() -> dict[str, str]:
    """Words that no department has at its beginning (or, single characters, anywhere), and the row that says so."""
    return {word: f"unit_words:{row['id']}" for row in tables.read("unit_words") for word in row["words"].split()}


def organisations(text: str, *, home: Record | None) -> list[Record]:
    """The organisations of a text, in order, with full official names where the text and its home region decide them.

    >>> home = place.resolve("湖北省")[0]
    >>> [(o["quote"], o["name"], o["unit"]) for o in organisations("省市场监管局认检处、省计量院代表发言", home=home)]
    [('省市场监管局认检处', '湖北省市场监督管理局认检处', '认检处'), ('省计量院', '湖北省计量测试技术研究院', None)]
    """
    reader = _Reader(fold(text), home["code"] if home else None)
    found = reader.read()
    found += _aliases(reader, found)
    found += _anaphors(reader, found)
    found.sort(key=lambda mention: (mention.start, mention.end))
    records = [_record(text, mention, reader.atlas) for mention in found]
    entities: dict[str, int] = {}
    for record, mention in zip(records, found, strict=True):
        record["entity"] = entities.setdefault(mention.id or mention.name or record["quote"], len(entities))
    _registered(reader.text, records)
    return records


def credit_code(code: str) -> bool:
    """Whether the last character of a 统一社会信用代码 (GB 32100-2015) checks, modulo 31.

    >>> credit_code("91350100M000100Y43"), credit_code("91350100M000100Y44")
    (True, False)
    """
    total = sum(CREDIT_DIGITS.index(char) * pow(3, place, 31) for place, char in enumerate(code[:17]))
    return CREDIT_DIGITS[-total % 31] == code[17]


def _registered(text: str, records: list[Record]) -> None:
    """Gives the bodies the 统一社会信用代码 that stand behind their names, and all mentions of the same body with them."""
    known: dict[int, str] = {}
    ends = [record["end"] for record in records]
    for match in CREDIT_CODE.finditer(text):
        number = bisect_right(ends, match.start()) - 1
        if number >= 0 and credit_code(match["code"]) and NOT_BETWEEN.search(text, ends[number], match.start()) is None:
            known.setdefault(records[number]["entity"], match["code"])
    for record in records:
        record["id_uscc"] = known.get(record["entity"])


def _record(text: str, mention: Found, atlas: place.Gazetteer) -> Record:
    return {
        "quote": text[mention.start : mention.end],
        "start": mention.start,
        "end": mention.end,
        "name": mention.name,
        "kind": mention.kind,
        "region": atlas.record(mention.code) if mention.code else None,
        "unit": mention.unit,
        "id": mention.id,
        "evidence": mention.evidence,
        "rule": tables.noted(mention.rule),
    }


def _covered(text: str, found: list[Found]) -> bytearray:
    """For each character of the text whether a mention covers it."""
    covered = bytearray(len(text))
    for mention in found:
        covered[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    return covered


def _aliases(reader: _Reader, found: list[Found]) -> list[Found]:
    """The short names that the text declares behind a name, wherever they stand after it."""
    text = reader.text
    declared: dict[str, Found] = {}
    for mention in found:
        match = DECLARED.match(text, mention.end) or LATIN.match(text, mention.end)
        for word in match.groupdict().values() if match is not None else ():
            if word:
                declared.setdefault(word, mention)
    if not declared:
        return []
    covered = _covered(text, found)
    exact = {(mention.start, mention.end): mention for mention in found}
    out: list[Found] = []
    for word, at in _occurrences(text, declared):
        mention, end = declared[word], at + len(word)
        if at < mention.end or (word.isascii() and _joined(text, at, end)):
            continue
        same = exact.pop((at, end), None)
        if same is None and covered.find(1, at, end) >= 0:
            continue
        if same is not None:
            same.name, same.kind, same.code, same.id, same.unit = mention.name, mention.kind, mention.code, mention.id, None
            same.rule, same.evidence = tables.noted("organisation.alias"), f"declared short for {text[mention.start : mention.end]}"
            continue
        alias = replace(mention, start=at, end=end, rule=tables.noted("organisation.alias"), evidence=f"declared short for {text[mention.start : mention.end]}", unit=None)
        alias = reader.unit(alias, mention.head) if mention.head else alias
        covered[alias.start : alias.end] = b"\x01" * (alias.end - alias.start)
        out.append(alias)
    return out


def _occurrences(text: str, words: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Where the words stand in the text, the longest where several begin together; one pass, however many they are."""
    scanner = ahocorasick.Automaton()
    for word in words:
        scanner.add_word(word, word)
    scanner.make_automaton()
    for last, word in scanner.iter_long(text):
        yield word, last + 1 - len(word)


def _joined(text: str, start: int, end: int) -> bool:
    """Whether a Latin word goes on at either side: ISO in CISO."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    return (before.isascii() and before.isalnum()) or (behind.isascii() and behind.isalnum())


def _anaphors(reader: _Reader, found: list[Found]) -> list[Found]:
    """市局 县局 该局, each tied to the family or the body named before it."""
    text, out = reader.text, []
    matches = list(ANAPHOR.finditer(text))
    if not matches:
        return []
    covered = _covered(text, found)
    bodies = sorted(found, key=lambda mention: mention.end)
    families = [(at, head) for at, head, _ in reader.families if head.suffix in ("局", "厅") or head.form.endswith("局")]
    starts = [at for at, _ in families]
    latest: dict[str, Found] = {}
    done = 0
    for match in matches:
        start, end = match.span()
        while done < len(bodies) and bodies[done].end <= start:
            body = bodies[done]
            latest |= dict.fromkeys((that for that, (kinds, endings) in THAT.items() if body.kind in kinds or text[body.start : body.end].endswith(endings)), body)
            done += 1
        if covered.find(1, start, end) >= 0:
            continue
        if match["that"]:
            mention = latest.get(match["that"])
            if mention is not None:
                out.append(replace(mention, start=start, end=end, rule="organisation.anaphor", evidence=f"refers to {text[mention.start : mention.end]}", unit=None))
            continue
        before = bisect_right(starts, start) - 1
        if before < 0:
            continue
        family = families[before][1]
        code, why = reader.rank_code(match["rank"], start)
        family = replace(family, suffix=match["tail"] if family.suffix else "")
        ident = f"{family.row.removeprefix('organs:')}-{code}" if code else None
        mention = Found(start, end, family, canonical.named(family, code) if code else None, family.kind, code, "organisation.anaphor", why, ident)
        out.append(reader.unit(mention, family))
    return out
