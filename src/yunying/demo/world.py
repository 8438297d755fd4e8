"""The fixed facts of the simulated product: channels, platforms, releases, places, topics, goods."""

from dataclasses import dataclass

import numpy as np

from yunying.demo import plan

PLATFORMS = ("iOS", "Android", "Mini Program", "Web")
IOS, ANDROID, MINI_PROGRAM, WEB = range(4)


@dataclass(frozen=True)
class Channel:
    """Where people come from, and how good the people it brings are (1 is the ordinary person)."""

    name: str
    share: float  # of the people who were not invited
    activation: float  # chance to follow an author within a day of signing up
    quality: float  # multiplies the chance to come back
    buying: float  # multiplies the wish to shop
    platforms: tuple[float, float, float, float]


CHANNELS = (
    Channel("organic_search", 0.17, 0.42, 1.10, 1.05, (0.18, 0.30, 0.14, 0.38)),
    Channel("short_video_ads", 0.29, 0.26, 0.62, 0.70, (0.30, 0.58, 0.10, 0.02)),
    Channel("wechat_share", 0.17, 0.38, 0.95, 0.90, (0.08, 0.14, 0.76, 0.02)),
    Channel("app_store", 0.18, 0.44, 1.15, 1.15, (0.46, 0.54, 0.00, 0.00)),
    Channel("kol", 0.10, 0.36, 0.85, 1.35, (0.34, 0.38, 0.24, 0.04)),
    Channel("offline", 0.09, 0.34, 0.90, 1.50, (0.12, 0.20, 0.66, 0.02)),
    Channel("referral", 0.00, 0.52, 1.30, 1.25, (0.24, 0.34, 0.40, 0.02)),
    Channel(plan.FAKE_CHANNEL, 0.00, 0.00, 0.00, 0.00, (0.00, 1.00, 0.00, 0.00)),
)
ORGANIC_SEARCH, SHORT_VIDEO_ADS, WECHAT_SHARE, APP_STORE, KOL, OFFLINE, REFERRAL, FAKE = range(8)


@dataclass(frozen=True)
class Release:
    """A version of the app on one platform, out since a day of the simulation."""

    platform: int
    version: str
    day: int


RELEASES = (
    Release(IOS, "3.0.0", 0),
    Release(IOS, "3.1.0", 34),
    Release(IOS, "3.2.0", 83),
    Release(IOS, "3.3.0", 133),
    Release(ANDROID, "3.0.0", 0),
    Release(ANDROID, "3.1.0", 39),
    Release(ANDROID, plan.RELEASE_VERSION, plan.RELEASE_DAY),
    Release(ANDROID, "3.3.0", 152),
    Release(MINI_PROGRAM, "1.8", 0),
    Release(MINI_PROGRAM, "1.9", 47),
    Release(MINI_PROGRAM, "2.0", 110),
)
VERSIONS = (*dict.fromkeys(r.version for r in RELEASES), plan.FAKE_APP_VERSION)
FAKE_VERSION = len(VERSIONS) - 1

DEVICES = (
    (IOS, "iPhone 13", 0.16),
    (IOS, "iPhone 14", 0.20),
    (IOS, "iPhone 15", 0.28),
    (IOS, "iPhone 16", 0.28),
    (IOS, "iPad Air", 0.08),
    (ANDROID, "HUAWEI Mate 60", 0.20),
    (ANDROID, "HUAWEI nova 12", 0.12),
    (ANDROID, "Xiaomi 14", 0.20),
    (ANDROID, "Redmi Note 13", 0.16),
    (ANDROID, "OPPO Reno 11", 0.14),
    (ANDROID, "vivo S18", 0.12),
    (ANDROID, "HONOR 100", 0.06),
    (MINI_PROGRAM, "WeChat on iOS", 0.42),
    (MINI_PROGRAM, "WeChat on Android", 0.58),
    (WEB, "Chrome", 0.56),
    (WEB, "Edge", 0.30),
    (WEB, "Safari", 0.14),
    (ANDROID, plan.FAKE_DEVICE, 0.00),
)
DEVICE_NAMES = tuple(name for _, name, _ in DEVICES)
FAKE_DEVICE = len(DEVICES) - 1

CITIES = (
    ("Shanghai", "Shanghai", 12.0),
    ("Beijing", "Beijing", 11.0),
    ("Shenzhen", "Guangdong", 9.0),
    ("Guangzhou", "Guangdong", 8.5),
    ("Hangzhou", "Zhejiang", 7.5),
    ("Chengdu", "Sichuan", 7.5),
    ("Chongqing", "Chongqing", 6.0),
    ("Wuhan", "Hubei", 5.0),
    ("Nanjing", "Jiangsu", 4.5),
    ("Suzhou", "Jiangsu", 4.5),
    ("Xi'an", "Shaanxi", 4.0),
    ("Changsha", "Hunan", 3.5),
    ("Zhengzhou", "Henan", 3.0),
    ("Qingdao", "Shandong", 2.5),
    ("Jinan", "Shandong", 2.0),
    ("Xiamen", "Fujian", 2.0),
    ("Ningbo", "Zhejiang", 2.0),
    ("Hefei", "Anhui", 2.0),
    ("Kunming", "Yunnan", 1.8),
    ("Shenyang", "Liaoning", 1.7),
)
PROVINCES = tuple(dict.fromkeys(province for _, province, _ in CITIES))
PROVINCE_OF_CITY = np.array([PROVINCES.index(province) for _, province, _ in CITIES], np.int32)
OFFLINE_CITIES = (0, 4, 5)  # the cities with a shop
FAKE_CITIES = (12, 17)

GENDERS = ("female", "male")
AGE_GROUPS = ("18-24", "25-34", "35-44", "45+")

TOPICS = ("beauty", "fitness", "food", "outdoor", "digital", "home", "parenting")
TOPIC_WEIGHTS = (0.22, 0.14, 0.19, 0.11, 0.12, 0.12, 0.10)
KEYWORDS = (
    ("sunscreen", "lipstick", "face cream"),
    ("yoga mat", "protein", "running shoes"),
    ("air fryer", "coffee beans", "mooncake"),
    ("tent", "hiking boots", "camping chair"),
    ("headphones", "power bank", "keyboard"),
    ("storage box", "floor lamp", "bedding"),
    ("stroller", "picture books", "diapers"),
)

GOODS_PER_CATEGORY = 50
# Median price (CNY) of each category, in the order of TOPICS: the categories of the shop are the topics.
CATEGORY_PRICES = (98.0, 129.0, 49.0, 219.0, 289.0, 139.0, 118.0)
OFFICIAL_AUTHOR = "official"
CONTENT_TYPES = ("note", "short_video", "article", "question")
CONTENT_TYPE_WEIGHTS = (0.46, 0.30, 0.16, 0.08)
DWELL_SECONDS = (28.0, 24.0, 75.0, 35.0)  # medians, in the order of CONTENT_TYPES

ENTRIES = ("direct", "push", "shared_link", "search")
SHARE_TARGETS = ("wechat_friend", "wechat_moments", "weibo", "qq", "copy_link")
PAYMENT_METHODS = ("wechat_pay", "alipay", "bank_card")
PAYMENT_ERRORS = (plan.FAULT_ERROR, "insufficient_balance", "cancelled_by_bank", "network_error")
REFUND_REASONS = ("changed_mind", "not_as_described", "damaged", "late_delivery")
MESSAGE_TYPES = ("text", "image", "link", "sticker")

LEVEL_THRESHOLDS = (0.0, 30.0, 120.0, 350.0, 900.0, 2000.0)  # growth value at which level 1, 2, … begins
