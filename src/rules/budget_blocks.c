/* budget_blocks.c - disruption budgets that let no pod go */

#include "rules/pod_index.h"

#include "kube/quantity.h"

/* What a budget selects, as far as the run shows. */
struct selected {
	int64_t pods;
	const struct bth_object *first;
	bool certain; /* no pods that come and go, and none by other hands */
};

static void
count(struct selected *out, const struct bth_pod_index *index, struct bth_str namespace,
	const struct bth_selector *selector)
{
	struct bth_pod_walk walk = bth_pods_of(index, namespace, selector);
	const struct bth_pod_maker *maker;

	*out = (struct selected){.certain = true};
	while ((maker = bth_pods_next(&walk))) {
		enum bth_object_kind kind = maker->object->kind;

		/* without a number it may be an autoscaler's */
		if ((kind != BTH_STATEFUL_SET && kind != BTH_DEPLOYMENT) ||
			bth_is_unset(bth_dig(maker->object->root, "spec.replicas")))
			out->certain = false;
		else
			out->pods += bth_object_replicas(maker->object);
		if (!out->first)
			out->first = maker->object;
	}
}

/* "2" or "50%" of @pods, rounded up; -1 when it is neither. */
static int64_t
read_amount(struct bth_value value, int64_t pods)
{
	struct bth_str text = bth_text(value);
	bool percent = bth_str_ends(text, "%");
	uint64_t number;

	if (!bth_str_to_u64(&number, bth_str_sub(text, 0, text.len - percent)) ||
		number > INT32_MAX)
		return -1;
	return percent ? ((int64_t)number * pods + 99) / 100 : (int64_t)number;
}

/* Whether a percentage of @pods is no whole number of them: 67% of 3 are 3. */
static bool
is_rounded(struct bth_str text, int64_t pods)
{
	uint64_t number;

	return bth_str_ends(text, "%") &&
		bth_str_to_u64(&number, bth_str_sub(text, 0, text.len - 1)) &&
		number % 100 * (uint64_t)pods % 100 != 0;
}

static void
judge(struct bth_lint *lint, const struct bth_object *budget,
	const struct selected *selected)
{
	struct bth_value spec = bth_get(budget->root, "spec");
	struct bth_value stay = bth_get(spec, "minAvailable"),
			 go = bth_get(spec, "maxUnavailable");
	bool by_stay = !bth_is_unset(stay);
	struct bth_value at = by_stay ? stay : go;
	int64_t amount = read_amount(at, selected->pods);

	if (amount < 0 || (by_stay ? amount < selected->pods : amount > 0))
		return;
	struct bth_finding *finding = bth_report(lint, &bth_rule_budget_blocks_all,
		budget, at, "budget '%.*s' lets none of %lld pod%s go: %s is %.*s%s",
		BTH_STR_ARG(budget->name), (long long)selected->pods,
		selected->pods == 1 ? "" : "s",
		by_stay ? "minAvailable" : "maxUnavailable", BTH_STR_ARG(bth_text(at)),
		is_rounded(bth_text(at), selected->pods) ?
			bth_arena_printf(
				lint->arena, ", rounded up to %lld", (long long)amount) :
			"");
	bth_report_note(lint, finding, bth_dig(selected->first->root, "spec.replicas"),
		"so many pods are asked for");
	if (selected->pods == 1)
		bth_report_fix(lint, finding,
			"remove the budget: one pod cannot stay available while it moves");
	else
		bth_report_fix(lint, finding, "write 'maxUnavailable: 1' in its place");
}

static void
check(struct bth_lint *lint)
{
	struct bth_pod_index index;
	bool ready = false;

	for (size_t i = 0; i < lint->world->objects.len; i++) {
		const struct bth_object *budget = &lint->world->objects.items[i];
		struct bth_selector selector;
		struct selected selected;

		if (budget->kind != BTH_POD_DISRUPTION_BUDGET)
			continue;
		if (!ready)
			bth_pod_index_init(&index, lint);
		ready = true;
		bth_selector_read(
			lint->arena, &selector, bth_dig(budget->root, "spec.selector"));
		count(&selected, &index, budget->namespace, &selector);
		if (selector.present && selected.certain && selected.pods > 0)
			judge(lint, budget, &selected);
	}
}

const struct bth_rule bth_rule_budget_blocks_all = {
	.code = "BTH602",
	.name = "budget-blocks-all",
	.family = BTH_AVAILABILITY,
	.severity = BERTH_ERROR,
	.check = check,
	.summary = "a disruption budget that lets no pod go",
	.why = "Draining a node asks the budget before each pod is evicted. When as many pods must stay "
	       "as there are, none may ever go: drains, upgrades of nodes and autoscalers hang until "
	       "somebody deletes the budget or the pod by hand.",
	.fix = "Write maxUnavailable 1, which stays right when the number of replicas changes. For a "
	       "single pod write no budget.",
};
