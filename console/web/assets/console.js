// What scripts add to every page: GOV.UK's components, counts that update by themselves, and work that shows how far it is.
// Every page does its work without them.
import { Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, Radios, ServiceNavigation, SkipLink, Tabs, createAll } from 'govuk-frontend';
import { watchCounts } from './live.js';

for (const component of [Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, Radios, ServiceNavigation, SkipLink, Tabs]) createAll(component);
watchCounts();
