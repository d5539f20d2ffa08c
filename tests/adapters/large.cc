// How much memory a very large document takes: makes a Children in Need census and a class list of so many megabytes as they
// are read (nothing lies on disk), translates them part by part, and says the speed and how far the program grew.
//
//   build/dev/bin/adapter_large 200
//
// Fails where it grew by more than memory_max_mb. The tests run it with a tenth of that.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <string>

#include "adapters/parts.h"

namespace concordat::adapters {
namespace {

constexpr long memory_max_mb = 64;

long resident_mb() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

std::string child(std::size_t number) {
  const std::string day = std::to_string(10 + number % 18);
  return "    <Child>\n      <ChildIdentifiers>\n        <LAchildID>" + std::to_string(1'000'000 + number) +
         "</LAchildID>\n        <UPN>H801200001001</UPN>\n        <PersonBirthDate>2011-06-" + day +
         "</PersonBirthDate>\n        <GenderCurrent>1</GenderCurrent>\n      </ChildIdentifiers>\n      <ChildCharacteristics>\n        "
         "<Ethnicity>WBRI</Ethnicity>\n        <Disabilities><Disability>HAND</Disability><Disability>HEAR</Disability></Disabilities>\n      "
         "</ChildCharacteristics>\n      <CINdetails>\n        <CINreferralDate>2025-09-" + day +
         "</CINreferralDate>\n        <ReferralSource>1A</ReferralSource>\n        <PrimaryNeedCode>N4</PrimaryNeedCode>\n        <ReferralNFA>0</ReferralNFA>\n"
         "        <Assessments>\n          <AssessmentActualStartDate>2025-10-" + day +
         "</AssessmentActualStartDate>\n          <FactorsIdentifiedAtAssessment><AssessmentFactors>2A</AssessmentFactors>"
         "<AssessmentFactors>2B</AssessmentFactors></FactorsIdentifiedAtAssessment>\n        </Assessments>\n      </CINdetails>\n    </Child>\n";
}

// NHS numbers with a right check digit, one after another.
std::string nhs_number(std::size_t& last) {
  for (++last;; ++last) {
    const std::string nine = std::to_string(900'000'000 + last);
    int sum = 0;
    for (int i = 0; i < 9; ++i) sum += (10 - i) * (nine[static_cast<std::size_t>(i)] - '0');
    const int check = (11 - sum % 11) % 11;
    if (check != 10) return nine + std::to_string(check);
  }
}

struct Document {
  const char* name;
  const char* kind;
  std::string head;
  std::function<std::string(std::size_t)> item;
  std::string tail;
};

int run(const Document& document, std::size_t bytes) {
  std::size_t made = 0;
  std::size_t items = 0;
  bool is_closed = false;
  std::string pending = document.head;
  Parts parts{[&](char* into, std::size_t size) {
    while (pending.size() < size && !is_closed) {
      if (made + pending.size() < bytes) {
        pending += document.item(items++);
      } else {
        pending += document.tail;
        is_closed = true;
      }
    }
    const std::size_t got = std::min(size, pending.size());
    std::copy_n(pending.data(), got, into);
    pending.erase(0, got);
    made += got;
    return got;
  }};
  const long before = resident_mb();
  const auto begun = std::chrono::steady_clock::now();
  std::size_t messages = 0;
  std::size_t rejected = 0;
  while (auto part = parts.next()) {
    const auto taken = parts.translate(*find_kind(document.kind), document.name, std::move(*part));
    messages += taken ? taken->messages.size() : 0;
    rejected += taken ? taken->rejected.size() : taken.error().size();
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  const long grown = resident_mb() - before;
  const double megabytes = static_cast<double>(made) / 1e6;
  std::cout << document.name << ": " << megabytes << " MB, " << items << " items, " << messages << " messages, " << rejected << " rejected, " << seconds
            << " s, " << megabytes / seconds << " MB/s; resident " << resident_mb() << " MB, grown by " << grown << " MB\n";
  const bool is_right = messages == items && rejected == 0 && grown <= memory_max_mb;
  if (!is_right) std::cout << "  FAULT: every item must be a message, and the program may grow by " << memory_max_mb << " MB\n";
  return is_right ? 0 : 1;
}

}  // namespace
}  // namespace concordat::adapters

int main(int count, char** words) {
  using namespace concordat::adapters;
  const std::size_t bytes = static_cast<std::size_t>(count > 1 ? std::strtoul(words[1], nullptr, 10) : 20) * 1'000'000;
  std::size_t last_number = 0;
  const Document census{"census", "council",
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Message>\n  <Header>\n    <CollectionDetails>\n      <Collection>CIN</Collection>\n"
                        "      <ReferenceDate>2026-03-31</ReferenceDate>\n    </CollectionDetails>\n    <Source><LEA>301</LEA></Source>\n  </Header>\n  <Children>\n",
                        child, "  </Children>\n</Message>\n"};
  const Document list{"class list", "school", "CHILD_FIRST_NAME,CHILD_LAST_NAME,CHILD_DATE_OF_BIRTH,CHILD_POSTCODE,CHILD_NHS_NUMBER,CHILD_YEAR_GROUP,PARENT_1_NAME,PARENT_1_PHONE\n",
                      [&](std::size_t number) {
                        return "Amara,Okoro " + std::to_string(number) + ",09/06/2011,IG11 8QT," + nhs_number(last_number) + ",9,\"Okoro, Ngozi\",07700 900461\n";
                      },
                      ""};
  const int census_failed = run(census, bytes);
  return run(list, bytes / 2) + census_failed;
}
