// What adapter tests compare: a stable listing of a translation or its problems, against a file beside
// the fixture. CONCORDAT_GOLDEN_UPDATE=1 in the environment rewrites the file instead (review the diff).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/native.h"

namespace concordat::adapters::golden {

// "type referral", "place …", then "concern[0].code = …" per field; and "code where: what" per problem.
std::string listing(const std::vector<Translation>& messages);
std::string listing(const Problems& problems);
// The same, with "rejected " and "left out " before the problems of what was not taken.
std::string listing(const Outcome<Translated>& outcome);

// A file of tests/golden, or of the sample corpus (nothing where CONCORDAT_SAMPLES is not set).
NativeInput fixture(const std::string& path);
std::vector<NativeInput> samples(const std::string& kind);
// The file itself, or after an update what was just written.
std::string expected(const std::string& path, const std::string& actual);

// A translated message as a recipient would hold it if all of it were released.
schemas::Delivered delivered(const Translation& translation);

}  // namespace concordat::adapters::golden
