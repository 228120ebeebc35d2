# SPDX-License-Identifier: MIT
# The code of the order service: what scripts/demo replays and mends.
discount_count = 0


def calculate_tax(amount, rate):
    discount_amount = amount / discount_count
    return (amount - discount_amount) * rate
