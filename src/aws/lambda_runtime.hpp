#pragma once

#include "aws/http.hpp"

#include <absl/time/time.h>

#include <optional>
#include <string>
#include <string_view>

namespace almanac {

/// One piece of work that Lambda hands over.
struct Invocation {
    std::string id;       ///< of the request
    absl::Time deadline;  ///< Lambda ends the process then
    std::string event;    ///< JSON; may hold what must not be logged
    std::string problem;  ///< why the event could not be had; then it is empty
};

/// Why an invocation, or the start, failed.
struct LambdaError {
    std::string type;  ///< "Category.Reason"
    std::string message;
};

/// What became of an answer.
enum class Taken {
    yes,
    no,
    too_large,  ///< 413: an error may be sent instead
    over        ///< 500: the environment cannot go on, and the process has to end
};

/// The Runtime API of AWS Lambda, version 2018-06-01 (AWS Lambda Developer Guide, "Using the Lambda runtime API for
/// custom runtimes"). One connection is kept for all calls.
class LambdaRuntime {
public:
    /// `api`: host and port as AWS_LAMBDA_RUNTIME_API holds them.
    explicit LambdaRuntime(std::string_view api);

    /// Waits for the next invocation without a time limit: the environment may be frozen for hours. Nothing when the
    /// API is gone or says that the environment ends; problem() tells why.
    [[nodiscard]] std::optional<Invocation> next();

    /// One of the two for each invocation. problem() tells why it was not taken.
    [[nodiscard]] Taken respond(std::string_view id, std::string_view json);
    [[nodiscard]] Taken fail(std::string_view id, LambdaError const& error);

    /// Instead of the first next().
    [[nodiscard]] Taken fail_init(LambdaError const& error);

    [[nodiscard]] std::string const& problem() const { return m_problem; }

private:
    Taken post(std::string_view path, std::string_view body, Headers headers);

    std::string m_base;
    HttpClient m_client;
    std::string m_problem;
};

}  // namespace almanac
