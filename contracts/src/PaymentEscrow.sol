// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC3009 } from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import { IPaymentEscrow } from "./interfaces/IPaymentEscrow.sol";
import { ISettlement } from "./interfaces/ISettlement.sol";
import { ChannelHistory } from "./libraries/ChannelHistory.sol";
import { ChannelLimits } from "./libraries/ChannelLimits.sol";
import { ExactTransfer } from "./libraries/ExactTransfer.sol";
import { PastCollection, StoredChannel } from "./types/Channels.sol";

/// @title Deposits in payment channels, collected by cumulative vouchers
/// @dev Created by `Settlement`, so that both know each other by immutable addresses. Amounts fit uint128: the whole
/// supply is 10^27 wei. Whom a channel belongs to follows from its id.
contract PaymentEscrow is IPaymentEscrow, EIP712 {
    using ChannelLimits for StoredChannel;
    using ExactTransfer for IERC20;
    using SafeERC20 for IERC20;

    bytes32 public constant VOUCHER_TYPEHASH = keccak256("Voucher(bytes32 channelId,uint128 cumulative)");
    bytes32 public constant OPEN_TYPEHASH =
        keccak256("OpenChannel(bytes32 channelId,uint128 cap,uint64 expiry,bytes32 salt)");
    bytes32 public constant DEPOSIT_TYPEHASH = keccak256("Deposit(bytes32 channelId,bytes32 salt)");

    /// @notice OPEN.
    IERC20 public immutable token;
    /// @inheritdoc IPaymentEscrow
    address public immutable settlement;
    /// @inheritdoc IPaymentEscrow
    uint64 public immutable withdrawalDelay;

    mapping(bytes32 channelId => StoredChannel) private _channels;
    mapping(bytes32 channelId => mapping(uint256 index => PastCollection)) private _history;

    /// @param token_ OPEN.
    /// @param settlement_ Where collected money goes.
    /// @param withdrawalDelay_ Seconds that withdrawals and lowered limits wait.
    constructor(IERC20 token_, address settlement_, uint64 withdrawalDelay_) EIP712("OpenLedger PaymentEscrow", "1") {
        token = token_;
        settlement = settlement_;
        withdrawalDelay = withdrawalDelay_;
    }

    /// @inheritdoc IPaymentEscrow
    function openChannel(address operator, address signer, uint128 cap, uint64 expiry, uint128 amount)
        external
        returns (bytes32 channelId)
    {
        channelId = _open(msg.sender, operator, signer, cap, expiry, amount);
        token.pull(msg.sender, amount);
    }

    /// @inheritdoc IPaymentEscrow
    function openChannelFor(
        address payer,
        address operator,
        address signer,
        uint128 cap,
        uint64 expiry,
        uint128 amount,
        Authorization calldata authorization
    ) external returns (bytes32 channelId) {
        channelId = _open(payer, operator, signer, cap, expiry, amount);
        _receive(payer, amount, openNonce(channelId, cap, expiry, authorization.salt), authorization);
    }

    /// @inheritdoc IPaymentEscrow
    function deposit(bytes32 channelId, uint128 amount) external {
        _deposit(channelId, amount);
        token.pull(msg.sender, amount);
    }

    /// @inheritdoc IPaymentEscrow
    function depositFor(bytes32 channelId, uint128 amount, Authorization calldata authorization) external {
        _deposit(channelId, amount);
        bytes32 nonce = depositNonce(channelId, authorization.salt);
        _receive(_channels[channelId].payer, amount, nonce, authorization);
    }

    /// @inheritdoc IPaymentEscrow
    function setSignerLimits(bytes32 channelId, uint128 cap, uint64 expiry) external {
        StoredChannel storage channel = _requirePayer(channelId);

        uint64 effectiveFrom = channel.change(cap, expiry, withdrawalDelay);
        emit SignerLimitsSet(channelId, cap, expiry, effectiveFrom);
    }

    /// @inheritdoc IPaymentEscrow
    function requestWithdrawal(bytes32 channelId, uint128 amount) external {
        StoredChannel storage channel = _requirePayer(channelId);
        uint128 balance = _balance(channel);
        require(amount > 0, ZeroAmount());
        require(amount <= balance, InsufficientBalance(amount, balance));

        // Fits: at most the balance, which is below a uint96.
        // forge-lint: disable-next-line(unsafe-typecast)
        channel.requested = uint96(amount);
        channel.depositedSince = 0;
        channel.withdrawableAt = uint64(block.timestamp) + withdrawalDelay;
        emit WithdrawalRequested(channelId, amount, channel.withdrawableAt);
    }

    /// @inheritdoc IPaymentEscrow
    function cancelWithdrawal(bytes32 channelId) external {
        StoredChannel storage channel = _requirePayer(channelId);
        require(channel.requested > 0, NoWithdrawalRequested(channelId));

        _clearRequest(channel);
        emit WithdrawalCancelled(channelId);
    }

    /// @inheritdoc IPaymentEscrow
    function withdraw(bytes32 channelId) external returns (uint128 amount) {
        StoredChannel storage channel = _requireChannel(channelId);
        require(channel.requested > 0, NoWithdrawalRequested(channelId));
        require(block.timestamp >= channel.withdrawableAt, WithdrawalTooEarly(channel.withdrawableAt));
        uint128 balance = _balance(channel);
        uint128 old = balance > channel.depositedSince ? balance - channel.depositedSince : 0;
        amount = channel.requested < old ? channel.requested : old;

        // Fits: at most a uint96 request.
        // forge-lint: disable-next-item(unsafe-typecast)
        (channel.funds, channel.withdrawn) = (channel.funds - uint96(amount), channel.withdrawn + uint96(amount));
        _clearRequest(channel);
        emit Withdrawn(channelId, amount);

        token.safeTransfer(channel.payer, amount);
    }

    /// @inheritdoc IPaymentEscrow
    function collect(SignedVoucher[] calldata vouchers) external returns (uint128 amount) {
        (uint32 posts, uint32 finalPosts) = ISettlement(settlement).postsOf(msg.sender);
        for (uint256 i = 0; i < vouchers.length; ++i) {
            SignedVoucher calldata voucher = vouchers[i];
            (bytes32 channelId, uint128 cumulative) = (voucher.channelId, voucher.cumulative);
            StoredChannel storage channel = _channels[channelId];
            (address signer, ECDSA.RecoverError fault,) =
                ECDSA.tryRecover(_digestOf(channelId, cumulative), voucher.r, voucher.vs);
            bool isSigned = fault == ECDSA.RecoverError.NoError;
            VoucherFault refusal =
                _check(channelId, channel, msg.sender, voucher.payer, cumulative, isSigned ? signer : address(0));
            if (refusal != VoucherFault.None) {
                emit VoucherSkipped(channelId, msg.sender, cumulative, refusal);
                continue;
            }
            uint128 rise = cumulative - channel.collected;
            if (channel.since != posts) ChannelHistory.remember(_history[channelId], channel, posts, finalPosts);
            // Fits: at most the funds, a uint96.
            // forge-lint: disable-next-line(unsafe-typecast)
            channel.collected = uint96(cumulative);
            amount += rise;
            emit Collected(channelId, msg.sender, cumulative, rise);
        }
        if (amount == 0) return 0;

        token.safeTransfer(settlement, amount);
        ISettlement(settlement).book(msg.sender, amount);
    }

    /// @inheritdoc IPaymentEscrow
    function refund(bytes32 channelId) external returns (uint128 amount) {
        StoredChannel storage channel = _requireChannel(channelId);
        (address payer, address operator) = (channel.payer, channel.operator);
        uint64 newest = ISettlement(settlement).epochCount(operator);
        uint128 settled = 0;
        if (newest > 0) (settled,) = collectedAt(channelId, newest);
        amount = channel.collected - settled;
        require(amount > 0, NothingToRefund(channelId));

        // Fits: at most what was collected, a uint96.
        // forge-lint: disable-next-item(unsafe-typecast)
        (channel.collected, channel.funds, channel.withdrawn) =
        (uint96(settled), channel.funds - uint96(amount), channel.withdrawn + uint96(amount));
        emit ChannelRefunded(channelId, operator, payer, settled, amount);

        ISettlement(settlement).refund(operator, payer, amount);
    }

    /// @inheritdoc IPaymentEscrow
    function channelOf(bytes32 channelId) external view returns (Channel memory channel) {
        StoredChannel storage stored = _channels[channelId];
        (channel.payer, channel.operator, channel.signer) = (stored.payer, stored.operator, stored.signer);
        (channel.deposited, channel.collected) = (uint128(stored.funds) + stored.withdrawn, stored.collected);
        (channel.withdrawn, channel.requested) = (stored.withdrawn, stored.requested);
        (channel.depositedSince, channel.withdrawableAt) = (stored.depositedSince, stored.withdrawableAt);
        (channel.cap, channel.expiry) = stored.current();
        if (stored.isDue()) return channel;
        (channel.nextCap, channel.nextExpiry) = (stored.nextCap, stored.nextExpiry);
        channel.limitsChangeAt = stored.limitsChangeAt;
    }

    /// @inheritdoc IPaymentEscrow
    function collectedAt(bytes32 channelId, uint64 number) public view returns (uint128 cumulative, bool known) {
        StoredChannel storage channel = _channels[channelId];
        uint32 post = ISettlement(settlement).postOf(channel.operator, number);
        if (post == 0) return (0, false);
        return (ChannelHistory.foundBy(_history[channelId], channel, post), true);
    }

    /// @inheritdoc IPaymentEscrow
    function balanceOf(bytes32 channelId) external view returns (uint128) {
        return _balance(_channels[channelId]);
    }

    /// @inheritdoc IPaymentEscrow
    function checkVoucher(Voucher calldata voucher, bytes calldata signature) external view returns (VoucherFault) {
        (bytes32 channelId, uint128 cumulative) = (voucher.channelId, voucher.cumulative);
        StoredChannel storage channel = _channels[channelId];
        (address signer, ECDSA.RecoverError fault,) =
            ECDSA.tryRecoverCalldata(_digestOf(channelId, cumulative), signature);
        if (fault != ECDSA.RecoverError.NoError) signer = address(0);
        return _check(channelId, channel, channel.operator, channel.payer, cumulative, signer);
    }

    /// @inheritdoc IPaymentEscrow
    function channelIdOf(address payer, address operator, address signer) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), payer, operator, signer));
    }

    /// @inheritdoc IPaymentEscrow
    function openNonce(bytes32 channelId, uint128 cap, uint64 expiry, bytes32 salt) public pure returns (bytes32) {
        return keccak256(abi.encode(OPEN_TYPEHASH, channelId, cap, expiry, salt));
    }

    /// @inheritdoc IPaymentEscrow
    function depositNonce(bytes32 channelId, bytes32 salt) public pure returns (bytes32) {
        return keccak256(abi.encode(DEPOSIT_TYPEHASH, channelId, salt));
    }

    function _open(address payer, address operator, address signer, uint128 cap, uint64 expiry, uint128 amount)
        private
        returns (bytes32 channelId)
    {
        require(payer != address(0) && operator != address(0) && signer != address(0), ZeroAddress());
        channelId = channelIdOf(payer, operator, signer);
        StoredChannel storage channel = _channels[channelId];
        require(channel.payer == address(0), ChannelExists(channelId));

        channel.payer = payer;
        channel.operator = operator;
        channel.signer = signer;
        channel.open(cap, expiry);
        emit ChannelOpened(channelId, payer, operator, signer, cap, expiry);
        _deposit(channelId, amount);
    }

    /// @dev Effects of a deposit; the caller moves the money.
    function _deposit(bytes32 channelId, uint128 amount) private {
        StoredChannel storage channel = _requireChannel(channelId);
        require(amount > 0, ZeroAmount());

        channel.funds += SafeCast.toUint96(amount);
        // Fits: the line before has checked it.
        // forge-lint: disable-next-line(unsafe-typecast)
        if (channel.requested > 0) channel.depositedSince += uint96(amount);
        emit Deposited(channelId, amount, uint128(channel.funds) + channel.withdrawn);
    }

    function _receive(address payer, uint128 amount, bytes32 nonce, Authorization calldata authorization) private {
        uint256 before = token.balanceOf(address(this));
        IERC3009(address(token))
            .receiveWithAuthorization(
                payer,
                address(this),
                amount,
                authorization.validAfter,
                authorization.validBefore,
                nonce,
                authorization.v,
                authorization.r,
                authorization.s
            );
        token.requireReceived(before, amount);
    }

    function _clearRequest(StoredChannel storage channel) private {
        channel.requested = 0;
        channel.depositedSince = 0;
        channel.withdrawableAt = 0;
    }

    function _requireChannel(bytes32 channelId) private view returns (StoredChannel storage channel) {
        channel = _channels[channelId];
        require(channel.payer != address(0), UnknownChannel(channelId));
    }

    function _requirePayer(bytes32 channelId) private view returns (StoredChannel storage channel) {
        channel = _requireChannel(channelId);
        require(channel.payer == msg.sender, NotPayer(channelId, msg.sender));
    }

    function _balance(StoredChannel storage channel) private view returns (uint128) {
        return channel.funds - channel.collected;
    }

    /// @dev What `collector` is told about a voucher that `signer` signed (the zero address: nobody did). A channel's id is a
    /// hash over its three parties: with the right `payer` it shows a session signer without reading them.
    function _check(
        bytes32 channelId,
        StoredChannel storage channel,
        address collector,
        address payer,
        uint128 cumulative,
        address signer
    ) private view returns (VoucherFault) {
        bool isSession = signer != payer && channelIdOf(payer, collector, signer) == channelId;
        if (!isSession) {
            payer = channel.payer;
            if (payer == address(0)) return VoucherFault.UnknownChannel;
            if (channel.operator != collector) return VoucherFault.NotOperator;
        }
        if (cumulative <= channel.collected) return VoucherFault.NothingNew;
        if (cumulative > channel.funds) return VoucherFault.ExceedsDeposit;
        if (!isSession) {
            if (signer == address(0)) return VoucherFault.BadSignature;
            if (signer == payer) return VoucherFault.None;
            if (signer != channel.signer) return VoucherFault.BadSignature;
        }
        (uint128 cap, uint64 expiry) = channel.current();
        if (cumulative > cap) return VoucherFault.ExceedsCap;
        if (block.timestamp > uint256(expiry) + withdrawalDelay) return VoucherFault.SignerExpired;
        return VoucherFault.None;
    }

    function _digestOf(bytes32 channelId, uint128 cumulative) private view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(VOUCHER_TYPEHASH, channelId, cumulative)));
    }
}
