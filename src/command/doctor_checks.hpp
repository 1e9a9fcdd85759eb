#pragma once

#include "command/diagnosis.hpp"
#include "command/shell.hpp"
#include "config/config.hpp"

#include <absl/time/time.h>

#include <string>
#include <vector>

namespace almanac {

/// What the checks of `almanac doctor` look at.
struct Patient {
    Plan const& plan;
    std::string place;  ///< where a run would publish
    absl::Time now;     ///< decides how old the last run is
    bool offline = false;
    Shell const& shell;
};

// Each adds what it found. None throws for what it checks, prints, or shows a secret.

/// Of AWS, and the region. Whether what they are needed for may be tried.
[[nodiscard]] bool check_credentials(Patient const& patient, std::vector<Diagnosis>& diagnoses);
/// Where is published, and the catalog. `may_sign`: what check_credentials() says.
void check_place(Patient const& patient, bool may_sign, std::vector<Diagnosis>& diagnoses);
void check_tokens(Patient const& patient, std::vector<Diagnosis>& diagnoses);
void check_mail(Patient const& patient, std::vector<Diagnosis>& diagnoses);  ///< logs in to its server
void check_ca_list(std::vector<Diagnosis>& diagnoses);
void check_hosts(Patient const& patient, std::vector<Diagnosis>& diagnoses);  ///< names, connections, clock

}  // namespace almanac
