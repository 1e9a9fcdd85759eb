#pragma once

#include <absl/time/time.h>

#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// What an event of a Lambda function asks for, as the words of the command line that does it:
///
///     {} or {"run": RUN}                   run --run RUN
///     an event of an EventBridge schedule  run --run ITS-TIME
///     {"source": "vnps", "run": RUN}       run --run RUN --shard vnps
///     {"merge": RUN}                       merge RUN
///
/// RUN is the name of a run or its time; without one it is `now`. Throws JsonError for anything else; its text repeats
/// no value of the event.
[[nodiscard]] std::vector<std::string> read_lambda_event(std::string_view event, absl::Time now);

}  // namespace almanac
