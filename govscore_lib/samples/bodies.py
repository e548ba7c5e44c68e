"""Names of public bodies in the synthetic records: kinds of departments, no real office, no persons."""

DEPARTMENTS = (
    "市场监督管理局", "公安局", "交通运输局", "自然资源和规划局", "住房和城乡建设局", "生态环境局",
    "应急管理局", "卫生健康委员会", "农业农村局", "城市管理局", "水利局", "人力资源和社会保障局",
    "民政局", "教育体育局", "发展和改革委员会", "财政局", "文化广电和旅游局", "行政审批局",
    "商务局", "司法局", "医疗保障局", "统计局", "审计局", "退役军人事务局",
)  # fmt: skip


def town(number: int) -> str:
    """Return the running name of a town or sub-district, such as 镇街01."""
    return f"镇街{number:02}"
