// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Deposits in payment channels, collected by cumulative vouchers
/// @notice A channel (payer, operator, signer) holds the payer's money. The operator collects what vouchers allow; the
/// payer gets the rest back after a delay in which the operator can still collect. No other way out exists.
/// @dev A voucher is collected whole or not at all: `collected` is always a cumulative that was signed and that the
/// operator chose, so it meets the receipts exactly. A voucher above the deposit is skipped; the operator collects an
/// earlier one, or waits for a deposit. Only the channel's operator collects: an amount that it did not choose would
/// have no receipt, and its epochs could not be posted any more.
interface IPaymentEscrow {
    /// @notice What a payer or its signer signs: all that the operator may have collected so far.
    struct Voucher {
        bytes32 channelId;
        uint128 cumulative;
    }

    /// @notice A voucher to collect, with its signature in the short form of EIP-2098 (`vs` is s with v's parity on top).
    struct SignedVoucher {
        bytes32 channelId;
        /// The channel's payer. With another address the voucher counts the same and costs more.
        address payer;
        uint128 cumulative;
        bytes32 r;
        bytes32 vs;
    }

    /// @notice Why a voucher was skipped. `NotOperator`: the caller is not the channel's operator. `NothingNew`: this
    /// much is collected already. `ExceedsDeposit`: more than is there. `BadSignature`: malformed, malleable or neither
    /// the payer's nor the signer's. `ExceedsCap`, `SignerExpired`: beyond the signer's limits.
    enum VoucherFault {
        None,
        UnknownChannel,
        NotOperator,
        NothingNew,
        ExceedsDeposit,
        BadSignature,
        ExceedsCap,
        SignerExpired
    }

    /// @notice A channel. Its balance is `deposited − collected − withdrawn`.
    struct Channel {
        address payer;
        address operator;
        /// May sign vouchers within `cap` and `expiry`; equal to `payer`: there is none.
        address signer;
        /// Last second at which the signer may sign; its vouchers are collected until `expiry + withdrawalDelay`. Kept
        /// as uint48: later seconds count as the last of those.
        uint64 expiry;
        /// Greatest cumulative that the signer may sign. Kept as uint96, far above the whole supply: more counts as that.
        uint128 cap;
        uint128 deposited;
        uint128 collected;
        uint128 withdrawn;
        /// Amount that the payer asked back, 0: nothing asked.
        uint128 requested;
        /// Deposited since that request; stays in the channel.
        uint128 depositedSince;
        /// Earliest second of the withdrawal.
        uint64 withdrawableAt;
        /// Lowered limits that will hold from `limitsChangeAt` on; 0: none is waiting.
        uint64 limitsChangeAt;
        uint64 nextExpiry;
        uint128 nextCap;
    }

    /// @notice A payer's EIP-3009 signature; its nonce is derived from the channel and `salt`, see `openNonce`.
    struct Authorization {
        uint256 validAfter;
        uint256 validBefore;
        bytes32 salt;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    event ChannelOpened(
        bytes32 indexed channelId,
        address indexed payer,
        address indexed operator,
        address signer,
        uint128 cap,
        uint64 expiry
    );
    event Deposited(bytes32 indexed channelId, uint128 amount, uint128 deposited);
    /// @notice The limits hold from `effectiveFrom` (Unix seconds) on.
    event SignerLimitsSet(bytes32 indexed channelId, uint128 cap, uint64 expiry, uint64 effectiveFrom);
    event WithdrawalRequested(bytes32 indexed channelId, uint128 amount, uint64 withdrawableAt);
    event WithdrawalCancelled(bytes32 indexed channelId);
    event Withdrawn(bytes32 indexed channelId, uint128 amount);
    /// @notice `cumulative` is the channel's new closing cumulative, `amount` what it rose by.
    event Collected(bytes32 indexed channelId, address indexed operator, uint128 cumulative, uint128 amount);
    /// @notice No epoch accounts `amount`: it went back to the payer, and `cumulative` is collected again.
    event ChannelRefunded(
        bytes32 indexed channelId, address indexed operator, address payer, uint128 cumulative, uint128 amount
    );
    event VoucherSkipped(bytes32 indexed channelId, address indexed operator, uint128 cumulative, VoucherFault fault);

    error ZeroAddress();
    error ZeroAmount();
    /// @notice The channel is open already: deposit into it.
    error ChannelExists(bytes32 channelId);
    error UnknownChannel(bytes32 channelId);
    error NotPayer(bytes32 channelId, address caller);
    error InsufficientBalance(uint128 requested, uint128 balance);
    error NoWithdrawalRequested(bytes32 channelId);
    error WithdrawalTooEarly(uint64 withdrawableAt);
    /// @notice All that was collected from the channel is in the operator's epochs.
    error NothingToRefund(bytes32 channelId);

    /// @notice Opens the caller's channel with an operator and pays in `amount` (approve it first).
    /// @param signer May sign vouchers besides the payer; the payer's own address for none.
    /// @param cap Greatest cumulative that the signer may sign.
    /// @param expiry Last second at which the signer may sign.
    /// @return channelId keccak(abi.encode(chainId, escrow, payer, operator, signer))
    function openChannel(address operator, address signer, uint128 cap, uint64 expiry, uint128 amount)
        external
        returns (bytes32 channelId);

    /// @notice Opens a channel for a payer who signed an EIP-3009 `ReceiveWithAuthorization` to this contract, whose
    /// nonce is `openNonce(channelId, cap, expiry, salt)`: whoever sends it cannot change the terms.
    function openChannelFor(
        address payer,
        address operator,
        address signer,
        uint128 cap,
        uint64 expiry,
        uint128 amount,
        Authorization calldata authorization
    ) external returns (bytes32 channelId);

    /// @notice Adds money to a channel; anyone may (approve it first).
    function deposit(bytes32 channelId, uint128 amount) external;

    /// @notice Adds the payer's money by an EIP-3009 signature, whose nonce is `depositNonce(channelId, salt)`.
    function depositFor(bytes32 channelId, uint128 amount, Authorization calldata authorization) external;

    /// @notice Sets the signer's limits; payer only. When neither falls they hold at once and cancel a waiting change;
    /// else both wait for `withdrawalDelay`, so that what the signer signed before can still be collected.
    function setSignerLimits(bytes32 channelId, uint128 cap, uint64 expiry) external;

    /// @notice Asks back `amount` of the balance; payer only. A new request replaces the last and waits anew.
    function requestWithdrawal(bytes32 channelId, uint128 amount) external;

    /// @notice Takes back a request; payer only.
    function cancelWithdrawal(bytes32 channelId) external;

    /// @notice Pays the payer what was asked, less what was collected meanwhile from the money that was there; anyone
    /// may send it. What came in after the request stays.
    /// @return amount Wei paid, possibly 0.
    function withdraw(bytes32 channelId) external returns (uint128 amount);

    /// @notice Collects vouchers for the caller, the operator of their channels. What cannot be collected is skipped
    /// with `VoucherSkipped`. All that is new moves to `Settlement` in one transfer and is booked for the caller.
    /// @return amount Wei collected.
    function collect(SignedVoucher[] calldata vouchers) external returns (uint128 amount);

    /// @notice Gives the payer back what was collected from the channel beyond the operator's newest epoch, once that is
    /// long overdue (`ISettlement.dueOf`); anyone may send it. The vouchers stay good: an operator that comes back collects
    /// what the channel still holds.
    /// @return amount Wei paid.
    function refund(bytes32 channelId) external returns (uint128 amount);

    /// @notice The channel; `payer` is the zero address when it does not exist. Limits that came due are applied.
    function channelOf(bytes32 channelId) external view returns (Channel memory);

    /// @notice What had been collected from the channel when its operator posted an epoch: its closing cumulative then.
    /// @param number Of an open or final epoch.
    /// @return cumulative Wei.
    /// @return known For open epochs and the newest final one.
    function collectedAt(bytes32 channelId, uint64 number) external view returns (uint128 cumulative, bool known);

    /// @notice What is in the channel: deposited − collected − withdrawn.
    function balanceOf(bytes32 channelId) external view returns (uint128);

    /// @notice What `collect` would say to this voucher from the channel's operator now; `None`: it collects.
    function checkVoucher(Voucher calldata voucher, bytes calldata signature) external view returns (VoucherFault);

    /// @notice keccak(abi.encode(chainId, this, payer, operator, signer))
    function channelIdOf(address payer, address operator, address signer) external view returns (bytes32);

    /// @notice The EIP-3009 nonce that binds an authorisation to a new channel's terms:
    /// keccak(abi.encode(keccak("OpenChannel(bytes32 channelId,uint128 cap,uint64 expiry,bytes32 salt)"), …)).
    function openNonce(bytes32 channelId, uint128 cap, uint64 expiry, bytes32 salt) external pure returns (bytes32);

    /// @notice The EIP-3009 nonce that binds an authorisation to a channel:
    /// keccak(abi.encode(keccak("Deposit(bytes32 channelId,bytes32 salt)"), …)).
    function depositNonce(bytes32 channelId, bytes32 salt) external pure returns (bytes32);

    /// @notice Seconds that withdrawals and lowered limits wait.
    function withdrawalDelay() external view returns (uint64);

    /// @notice Where collected money goes.
    function settlement() external view returns (address);
}
