### rehearsal: 从现在起会自动发生什么

error-rehearse-too-far = 无法预演 { $hours } 小时；可以预演 1 到 { $most } 小时。

rehearsed-job = “{ $name }”运行
rehearsed-beat = 例行查看
rehearsed-event = 助手读 { $count } 条留言
rehearsed-reset = 如果到那时没人说话，“{ $name }”重新开始
rehearsed-reset-main = 如果到那时没人说话，主对话重新开始
rehearsed-quiet-begins = 安静时段开始
rehearsed-quiet-ends = 安静时段结束
rehearsed-pause-ends = 暂停结束，继续例行查看
rehearsed-left = { $what }，会跳过：{ $why }

cli-column-what = 事项
cli-rehearse = { $count ->
    [0] 照现在的样子，不会自动运行任何事（{ $zone }）。
   *[other] 照现在的样子，会自动运行 { $count } 件事（{ $zone }）：
 }
cli-rehearse-nothing = 没有任何计划。
cli-rehearse-cost = 算下来{ $cost }{ $unpriced ->
    [0] {""}
   *[other] ，另有 { $unpriced } 件价格未知
 }。
